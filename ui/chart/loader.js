// Sent with every rerun, so it only fetches the real thing.
export default async function (component) {
  const { mount } = await import(new URL(`${component.data.assets}/main.js`, new URL(document.baseURI).origin));
  return mount(component);
}
