/**
 * Words by which an agent says that *we* attach something, in every language at once: which one they write in is not known.
 * A request ("please attach a photo"), the customer's own file ("the photo you attached") and a part of a machine ("attached
 * to the frame") say no such thing.
 */
const phrases = [
  // English
  /(?<!\b(?:you|you['’]ve|you have|you had|not|no \p{L}+|nothing|without) |n['’]t )\battached\b(?! to (?!this|my|our)| by you| (?:file|photo|picture|document)s? (?:that )?you)/iu,
  /\b(?:i|we|i['’]ll|we['’]ll|i will|we will|i am|i['’]m|we are|we['’]re) attach(?:ing)?\b/iu,
  /\b(?:see|find|in|as) (?:the |an |our )?attachments?\b(?! (?:that )?you)/iu,
  /\b(?:find|is|are) enclosed\b|\benclosed (?:is|are|please|you will find)\b/iu,
  // Russian ("в приложении" is left out: it says "in the app" as well)
  /(?<!\p{L})(?:прилага(?:ю|ем)|прикрепля(?:ю|ем))(?!\p{L})/iu,
  /(?<!\p{L}|не |вы |вы уже |вами )(?:прикрепил[аи]?|приложил[аи]?|прикрепл[её]н[аоы]?|приложен[аоы]?)(?!\p{L})(?! вами)/iu,
  /(?<!\p{L})(?:прикрепл[её]нн|приложенн)\p{L}+(?! вами)(?!\p{L})/iu,
  /(?<!\p{L})во вложени(?:и|ях)(?!\p{L})(?!,? (?:к )?котор)/iu,
  // Czech
  /(?<!\p{L})v příloze(?!\p{L})(?!,? (?:kter|vaš))|(?<!\p{L})viz příloh[au](?!\p{L})/iu,
  /(?<!\p{L})přikládám(?:e)?(?!\p{L})|(?<!\p{L})přiloži(?:l|la|li|ly) js(?:em|me)(?!\p{L})/iu,
  /(?<!\p{L}|vámi )přilože(?:n|na|no|ny|ný|ná|né|ném|ného|nou|ných)(?!\p{L})(?! vámi)/iu,
  /(?<!\p{L})připojuj(?:i|eme)(?!\p{L})(?! (?:se|vás|k)(?!\p{L}))/iu,
  // Chinese
  /(?:见|見|查收|查看|参阅|参见|參見)附件|附件(?:如下|已(?:添加|附上|发送))/iu,
  /(?<!您的|你的|您|你|上传的|发送的|发来的|提供的)附件(?:中|里|裡)(?!您|你)/iu,
  /随信附|隨信附|随附|隨附|(?<!请|請|请您|请你|麻烦您|您|你|能否|可以|未|没有)附上|已附/iu,
];

const said = new RegExp(phrases.map(({ source }) => source).join('|'), 'iu');

/** The words that promise a file, as they stand in the text; null where nothing does. */
export const promisedFile = (text: string): string | null => said.exec(text)?.[0] ?? null;
