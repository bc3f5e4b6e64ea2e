// Sent with every rerun, so it only fetches the real thing. Called again whenever the data or the theme change.
export default async function (component) {
  const { data, parentElement: root } = component;
  root.host.style.cssText = `display:block;min-height:${data.height}px`;
  try {
    const { mount } = await import(new URL(`${data.assets}/main.js`, location.origin));
    return mount(component);
  } catch (error) {
    console.error(error);
    root.replaceChildren(Object.assign(document.createElement("p"), { textContent: data.words.broken }));
  }
}
