const wanted = 'tandem.desktop';

export const desktopKnown = typeof window !== 'undefined' && 'Notification' in window;

/** Whether this browser shows notices beside the page: the person wants it, and the browser allows it. */
export function desktopOn(): boolean {
  return desktopKnown && Notification.permission === 'granted' && localStorage.getItem(wanted) === 'on';
}

/** Only ever from a click: a browser takes it amiss otherwise. Answers whether notices will be shown. */
export async function setDesktop(on: boolean): Promise<boolean> {
  if (!desktopKnown) return false;
  const granted = on && (await Notification.requestPermission()) === 'granted';
  localStorage.setItem(wanted, granted ? 'on' : 'off');
  return granted;
}

/** A notice outside the page; the same notification is shown once however many tabs know of it. */
export function showDesktop(text: string, id: string, open: () => void): void {
  if (!desktopOn()) return;
  const notice = new Notification('Tandem', { body: text, tag: id });
  notice.onclick = () => {
    window.focus();
    notice.close();
    open();
  };
}
