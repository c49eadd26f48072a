"""What the customers of the corpus say, in their languages. All people, houses and addresses are made up."""

from __future__ import annotations

from dataclasses import dataclass

DESK = "support@desk.example"


@dataclass(frozen=True)
class Talk:
    """One conversation: `asked` is what the desk wrote before, `answer` what the customer writes now."""

    code: str
    name: str
    address: str
    desk: str
    subject: str
    asked: str
    answer: str
    closing: str
    reply_prefix: str = "Re: "
    forward_prefix: str = "Fwd: "

    @property
    def sender(self) -> str:
        from tests.channels.email.corpus.writing import header_word

        return f"{header_word(self.name)} <{self.address}>"


TALKS = {
    talk.code: talk
    for talk in (
        Talk("en", "Kim Larch", "kim@customer.example", "Desk Support", "Order 4711 has not arrived",
             "Which address should it go to?\nWe send it again tomorrow.",
             "Please send it to 5 Mill Lane.\nThe old address is wrong.", "Kim Larch\nLarch & Daughters"),
        Talk("zh", "林晓雨", "xiaoyu@customer.example", "客服中心", "订单4711还没有收到",
             "请问应该寄到哪个地址？\n我们明天重新发货。", "请寄到梧桐路5号。\n原来的地址写错了。", "林晓雨\n晓雨文具店"),
        Talk("tw", "陳怡安", "yian@customer.example", "客服中心", "訂單4711還沒有收到",
             "請問應該寄到哪個地址？\n我們明天重新出貨。", "請寄到梧桐路5號。\n原來的地址寫錯了。", "陳怡安\n怡安書房"),
        Talk("ru", "Анна Сосновская", "anna@customer.example", "Служба поддержки", "Заказ 4711 не пришёл",
             "На какой адрес его отправить?\nЗавтра вышлем ещё раз.",
             "Пришлите на Мельничную, дом 5.\nСтарый адрес неверный.", "Анна Сосновская\nМастерская «Сосна»"),
        Talk("cs", "Jana Habrová", "jana@customer.example", "Podpora", "Objednávka 4711 nepřišla",
             "Na jakou adresu ji máme poslat?\nZítra ji odešleme znovu.",
             "Pošlete ji prosím do Mlýnské 5.\nStará adresa je špatně.", "Jana Habrová\nKnihařství Habr"),
        Talk("de", "Petra Buchner", "petra@customer.example", "Kundendienst", "Bestellung 4711 ist nicht angekommen",
             "An welche Adresse soll sie gehen?\nMorgen versenden wir sie erneut.",
             "Bitte an die Mühlgasse 5 schicken.\nDie alte Adresse ist falsch.", "Petra Buchner\nBuchner Gärten", "AW: ", "WG: "),
        Talk("fr", "Camille Orme", "camille@customer.example", "Service client", "La commande 4711 n'est pas arrivée",
             "À quelle adresse faut-il l'envoyer ?\nNous la renvoyons demain.",
             "Envoyez-la au 5, rue du Moulin.\nL'ancienne adresse est fausse.", "Camille Orme\nAtelier Orme", "RE: ", "TR: "),
        Talk("ja", "桜井 葵", "aoi@customer.example", "サポート窓口", "注文4711が届いていません",
             "どちらの住所へお送りしますか。\n明日もう一度発送します。", "水車通り5番へお願いします。\n前の住所は間違いでした。",
             "桜井 葵\n桜井製本所"),
        Talk("ko", "느티 서연", "seoyeon@customer.example", "고객지원", "주문 4711이 오지 않았습니다",
             "어느 주소로 보내 드릴까요?\n내일 다시 발송하겠습니다.", "방앗간길 5번지로 보내 주세요.\n예전 주소는 잘못되었습니다.",
             "느티 서연\n느티 문구"),
        Talk("pl", "Ewa Olszyńska", "ewa@customer.example", "Wsparcie", "Zamówienie 4711 nie dotarło",
             "Na jaki adres je wysłać?\nJutro wyślemy je ponownie.",
             "Proszę wysłać na Młyńską 5.\nStary adres jest błędny.", "Ewa Olszyńska\nPracownia Olsza", "Odp: ", "PD: "),
        Talk("es", "Lucía Fresno", "lucia@customer.example", "Atención al cliente", "El pedido 4711 no ha llegado",
             "¿A qué dirección lo enviamos?\nMañana lo mandamos otra vez.",
             "Envíenlo a la calle Molino 5.\nLa dirección anterior es falsa.", "Lucía Fresno\nTaller Fresno", "RE: ", "RV: "),
    )
}  # fmt: skip


def first(lines: str) -> str:
    return lines.split("\n", 1)[0]


def last(lines: str) -> str:
    return lines.rsplit("\n", 1)[-1]


def html_lines(lines: str, tag: str = "div") -> str:
    """Each line in an element of its own, as editors make them."""
    return "".join(f"<{tag}>{escaped(line) or '<br>'}</{tag}>" for line in lines.split("\n"))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
