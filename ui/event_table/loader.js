// Sent with every rerun, so it only fetches the real thing. Streamlit calls it again whenever the data or the theme change.
export default async function (component) {
  const { data, parentElement: root } = component;
  try {
    const { mount } = await import(new URL(`${data.assets}/main.js`, new URL(document.baseURI).origin));
    return await mount(component);
  } catch (error) {
    console.error(error);
    root.replaceChildren(Object.assign(document.createElement("p"), { textContent: data.words.broken }));
  }
}
