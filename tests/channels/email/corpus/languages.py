"""Further languages: how Gmail and Outlook introduce a quotation in them, and how telephones sign."""

from __future__ import annotations

from tests.channels.email.corpus.sample import Sample
from tests.channels.email.corpus.talk import DESK
from tests.channels.email.corpus.writing import mail, quoted, text

#: Language, Gmail's line, Outlook's four words with the moment, a phone's line. `@` stands for name and address.
_HABITS = (
    ("it", "Il giorno lun 16 nov 2026 alle ore 10:00 @ ha scritto:", "Da|Inviato|A|Oggetto|lunedì 16 novembre 2026 10:00", "Inviato da iPhone"),
    ("pt", "Em seg., 16 de nov. de 2026 às 10:00, @ escreveu:", "De|Enviada em|Para|Assunto|segunda-feira, 16 de novembro de 2026 10:00",
     "Enviado do meu iPhone"),
    ("nl", "Op ma 16 nov 2026 om 10:00 schreef @:", "Van|Verzonden|Aan|Onderwerp|maandag 16 november 2026 10:00", "Verstuurd vanaf mijn iPhone"),
    ("sv", "Den mån 16 nov. 2026 kl 10:00 skrev @:", "Från|Skickat|Till|Ämne|den 16 november 2026 10:00", "Skickat från min iPhone"),
    ("da", "man. 16. nov. 2026 kl. 10.00 skrev @:", "Fra|Sendt|Til|Emne|16. november 2026 10:00", "Sendt fra min iPhone"),
    ("fi", "ma 16. marrask. 2026 klo 10.00 @ kirjoitti:", "Lähettäjä|Lähetetty|Vastaanottaja|Aihe|maanantai 16. marraskuuta 2026 10.00",
     "Lähetetty iPhonesta"),
    ("tr", "@, 16 Kas 2026 Pzt, 10:00 tarihinde şunu yazdı:", "Kimden|Gönderildi|Kime|Konu|16 Kasım 2026 Pazartesi 10:00",
     "iPhone’umdan gönderildi"),
    ("uk", "пн, 16 лист. 2026 р. о 10:00 @ пише:", "Від|Надіслано|Кому|Тема|16 листопада 2026 р. 10:00", "Надіслано з iPhone"),
    ("sk", "po 16. 11. 2026 o 10:00 @ napísal(a):", "Od|Odoslané|Komu|Predmet|pondelok 16. novembra 2026 10:00", "Odoslané z iPhonu"),
    ("hu", "@ ezt írta (időpont: 2026. nov. 16., H, 10:00):", "Feladó|Elküldve|Címzett|Tárgy|2026. november 16., hétfő 10:00",
     "Elküldve az iPhone-omról"),
    ("ro", "În lun., 16 nov. 2026 la 10:00, @ a scris:", "De la|Trimis|Către|Subiect|luni, 16 noiembrie 2026 10:00",
     "Trimis de pe iPhone-ul meu"),
    ("el", "Στις Δευ 16 Νοε 2026 στις 10:00 π.μ., ο χρήστης @ έγραψε:", "Από|Στάλθηκε|Προς|Θέμα|Δευτέρα, 16 Νοεμβρίου 2026 10:00",
     "Στάλθηκε από το iPhone μου"),
    ("bg", "На пн, 16.11.2026 г. в 10:00 @ написа:", "От|Изпратено|До|Относно|16 ноември 2026 г. 10:00", "Изпратено от iPhone"),
    ("he", "‫בתאריך יום ב׳, 16 בנוב׳ 2026 ב-10:00 מאת ‪@‬‏:‬", "מאת|נשלח|אל|נושא|יום שני 16 נובמבר 2026 10:00", "נשלח מה-iPhone שלי"),
    ("ar", "في الاثنين، 16 نوفمبر 2026 في 10:00 ص تمت كتابة ما يلي بواسطة @:", "من|تاريخ الإرسال|إلى|الموضوع|16 نوفمبر 2026 10:00",
     "مرسل من الـ iPhone"),
    ("vi", "Vào Th 2, 16 thg 11, 2026 vào lúc 10:00 @ đã viết:", "Từ|Đã gửi|Đến|Chủ đề|16 Tháng Mười Một 2026 10:00", "Đã gửi từ iPhone của tôi"),
    ("id", "Pada tanggal Sen, 16 Nov 2026 pukul 10.00 @ menulis:", "Dari|Dikirim|Kepada|Subjek|16 November 2026 10:00",
     "Dikirim dari iPhone saya"),
    ("th", "ในวันที่ จ. 16 พ.ย. 2026 เวลา 10:00 @ เขียนว่า:", "จาก|ส่ง|ถึง|เรื่อง|16 พฤศจิกายน 2026 10:00", "ส่งจาก iPhone ของฉัน"),
    ("hr", "pon, 16. stu 2026. u 10:00 @ napisao je:", "", ""),
    ("lt", "2026-11-16, pr, 10:00 @ rašė:", "", ""),
    ("ca", "Missatge de @ del dia dl., 16 de nov. 2026 a les 10:00:", "", ""),
    ("hi", "सोम, 16 नव॰ 2026 को 10:00 am बजे को @ ने लिखा:", "", ""),
)  # fmt: skip
HEAD = f"From: Kim <kim@customer.example>\nTo: {DESK}\nSubject: Re: Order"
DESK_SAYS = "Which address?\nWe send it again."


def _sample(name: str, code: str, client: str, kind: str, body: str, signs: tuple[str, ...] = ()) -> Sample:
    return Sample(
        name=f"{name}, {code}",
        raw=mail(f"{HEAD}\nMessage-ID: <{client.replace(' ', '.')}.{code}@customer.example>", text(body, transfer="base64")),
        axes={"client": client, "language": code, "kind": kind},
        sees=("5 Mill Lane.",),
        folds=("Which address?",),
        signs=signs,
    )  # fmt: skip


def _all() -> list[Sample]:
    found = []
    for code, line, words, sent in _HABITS:
        wrote = line.replace("@", f"Desk Support <{DESK}>")
        signed = f"\n{sent}\n" if sent else ""
        body = f"5 Mill Lane.\n{signed}\n{wrote}\n\n{quoted(DESK_SAYS)}\n"
        found.append(_sample("gmail, reply in text", code, "gmail", "text only", body, (sent,) if sent else ()))
        if words:
            from_, moment, to, subject, when = words.split("|")
            block = f"{from_}: Desk Support <{DESK}>\n{moment}: {when}\n{to}: Kim\n{subject}: Order\n\n{DESK_SAYS}\n"
            found.append(
                _sample("outlook, reply in text", code, "outlook desktop", "text only", f"5 Mill Lane.\n\n{block}")
            )
    return found


SAMPLES = _all()
