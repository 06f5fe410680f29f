// In the page that a host shows for an address it does not know: finds the folder that this page was made for.
//
// Such an address can be at any depth. The folder is one of those above it: the one that has this very build. So
// nothing is taken for it but what answers with our own file, and the visitor stays at the address.
//
// What depends on the base waits in REST: a browser that reads ahead would ask for it before the base is known, even
// in a `<template>`. The two words in capitals are filled in by crates/xtask/src/content/pages.rs.
{
  const rest = REST;
  const ours = OURS;
  const DEEPEST = 8;
  const late = document.getElementById('late');
  late.hidden = true;

  const path = location.pathname.replace(/\/{2,}/g, '/');
  const lab = path.lastIndexOf('/lab/');
  const above = path.split('/').slice(0, -1).slice(0, DEEPEST);
  const folders = above.map((_, depth) => `${above.slice(0, depth + 1).join('/')}/`).reverse();
  // The lab's part of an address is ours: what is before it is looked at first.
  if (lab >= 0) folders.unshift(path.slice(0, lab + 1));

  const show = (folder) => {
    const base = document.createElement('base');
    base.href = folder;
    document.head.append(base);
    // Apart: what comes in one piece with a base may still be asked for without it.
    document.head.append(document.createRange().createContextualFragment(rest));
    setTimeout(() => (late.hidden = false), 10_000);
  };
  const find = async () => {
    for (const folder of folders) {
      const found = await fetch(location.origin + folder + ours).catch(() => undefined);
      if (found?.ok && /javascript/.test(found.headers.get('content-type'))) return show(location.origin + folder);
    }
    late.hidden = false;
  };
  find();
}
