// Prints the path of a Chromium, unpacking it on the first call.
import chromium from '@sparticuz/chromium';

console.log(await chromium.executablePath());
