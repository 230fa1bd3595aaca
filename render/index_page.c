/* Style and script of the index page. See index_page.h.
 *
 * A page may list 100,000 departments. So the first rows stand in a table that anything can show,
 * and the others as text in <noscript>: a browser that runs the script builds no elements of them
 * until they are asked for, one that does not run scripts shows them all. Those are many tables, so
 * that only what is in sight is laid out; columns of set widths (table-layout: fixed) agree. */
#include "render/index_page.h"

/* The look is that of check_html.c. On a phone a row becomes a card. */
static const char STYLE[] =
    "body{font:15px/1.6 'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',"
    "sans-serif;margin:1.5em auto;max-width:76em;padding:0 1em;color:#222;background:#fff}"
    "[hidden]{display:none!important}"
    "h1{font-size:1.6em;text-align:center;text-wrap:balance}h1,td,th{unicode-bidi:isolate}"
    "h1,li,footer{overflow-wrap:anywhere}p{margin:.2em 0}a{color:#0b4f9e}"
    "ul{list-style:none;padding:0;margin:1.2em 0;display:flex;flex-wrap:wrap;gap:.6em}"
    "li{border:1px solid #aaa;padding:.2em .9em}li b{font-size:1.4em}"
    "li.bad{background:#b71c1c;border-color:#b71c1c;color:#fff}"
    "#find{display:flex;flex-wrap:wrap;gap:.5em 1.5em;align-items:center;margin:1.2em 0 .8em;"
    "padding:.6em .9em;background:#eef2f4;border:1px solid #c3ccd1}"
    "#find label{display:flex;align-items:center;gap:.5em;white-space:nowrap}"
    "#find label:first-child{flex:1 1 18em;max-width:30em}"
    "input,select,button{font:inherit;color:inherit;background:#fff;border:1px solid #777;"
    "border-radius:0;padding:.25em .5em;box-sizing:border-box;min-width:0}input{flex:1;width:100%}"
    "button{cursor:pointer;padding:.3em 1.5em;display:block;margin:1em auto}"
    ":focus-visible{outline:3px solid #0b4f9e;outline-offset:1px}#hits{font-weight:bold}"
    "table{border-collapse:collapse;table-layout:fixed;width:100%;font-size:.93em}"
    "noscript div{margin-top:-1px;content-visibility:auto;contain-intrinsic-size:auto 9000px}"
    "th,td{border:1px solid #aaa;padding:.3em .5em;vertical-align:top;text-align:left;"
    "overflow-wrap:anywhere}thead{display:table-header-group}"
    "thead th{background:#e8e8e8;position:sticky;top:0}tbody th{font-weight:normal}"
    "tr{break-inside:avoid}td:first-child{font-variant-numeric:tabular-nums}"
    "tr>:nth-child(1){width:6.5em}tr>:nth-child(3){width:11em}tr>:nth-child(4){width:3.5em;"
    "text-align:right;font-variant-numeric:tabular-nums}tr>:nth-child(5){width:12.5em}"
    "tr>:nth-child(6),tr>:nth-child(7){width:3.6em}tr>:nth-child(8){width:9.2em}"
    ".r>:nth-child(3) b,.f>:nth-child(3) b{color:#b71c1c}.a>:nth-child(3),.a th{color:#555}"
    "small{display:block;color:#555;font-size:.9em;line-height:1.4}"
    "td a+a{margin-left:.7em}footer{margin:1.5em 0;color:#555;font-size:.9em}"
    "@media screen and (max-width:60em){h1{font-size:1.4em}li{padding:.1em .6em}"
    "input,select,button{min-height:2.6em}#find label{flex:1 1 18em;max-width:30em}select{flex:1}"
    "table,noscript,noscript div{display:block}thead{display:none}tbody{display:grid;gap:.7em;"
    "grid-template-columns:repeat(auto-fill,minmax(min(21em,100%),1fr))}"
    "tbody tr{display:grid;grid-template-columns:fit-content(40%) auto 1fr;gap:0 1em;"
    "align-items:baseline;align-content:start;border:1px solid #aaa;border-top-width:3px;"
    "padding:.5em .8em}"
    "tbody tr>*{border:0;padding:.1em 0;width:auto!important;text-align:left!important}"
    "td:empty{display:none}td:first-child{min-width:4.4em;color:#555}"
    "tbody th{grid-column:2/-1;font-weight:bold}"
    "td:nth-child(3){grid-column:1/-1}td:nth-child(4){grid-area:3/1}"
    "td:nth-child(5){grid-area:3/2/auto/-1}td:empty+td:nth-child(5){grid-column:1/-1}"
    "td:nth-child(6){grid-area:4/1}td:nth-child(7){grid-area:4/2}td:nth-child(8){grid-area:4/3}"
    "td::before{color:#555;margin-right:.5em}td>a{display:inline-block;padding:.45em .8em;"
    "margin:.4em .6em .1em 0!important;border:1px solid #0b4f9e;text-decoration:none}}"
    "@media print{@page{size:A4 landscape;margin:14mm}"
    "body{margin:0;max-width:none;padding:0;font-size:12px}"
    "#find{padding:0;border:0;background:none}#find label,button{display:none!important}"
    "thead th{position:static}a{color:inherit;text-decoration:none}"
    "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}";

/* Rows are kept as strings of markup, as they stand in the page, with a key each: what is typed is
 * looked for in code and name, whatever its case and width (NFKC). Nothing is looked for while an
 * input method is still composing. The policy of a server may keep the script from running: then
 * #rest says where the other departments are. */
static const char SCRIPT[] =
    "(function(){'use strict';\n"
    "function of(id){return document.getElementById(id)}\n"
    "var find=of('find'),box=of('text'),kind=of('kind'),hits=of('hits'),more=of('more');\n"
    "var body=document.querySelector('tbody'),others=of('others'),rest=of('rest');\n"
    "var step=body.rows.length,rows=null,keys=[],kinds=[],found=[],shown=step,timer=0;\n"
    "var decoder=document.createElement('textarea');\n"
    "function fold(text){return text.normalize('NFKC').toLowerCase()}\n"
    "function key(row){\n"
    "  var text=row.slice(row.indexOf('<td>'),row.indexOf('<td>',row.indexOf('<th>')));\n"
    "  text=text.replace(/<[^>]*>/g,' ');\n"
    "  if(text.indexOf('&')>=0){decoder.innerHTML=text;text=decoder.value}\n"
    "  return fold(text)}\n"
    "function prepare(){\n"
    "  if(rows)return;\n"
    "  var text=body.innerHTML+(others?others.textContent:'');\n"
    "  rows=text.match(/<tr [^]*?<\\/tr>/g)||[];\n"
    "  for(var i=0;i<rows.length;i++){\n"
    "    keys.push(key(rows[i]));\n"
    "    kinds.push(rows[i].slice(11,rows[i].indexOf('\"',11)))}}\n"
    "function say(which,number){return hits.getAttribute('data-'+which).replace('{}',number)}\n"
    "function markup(from,to){\n"
    "  return found.slice(from,to).map(function(i){return rows[i]}).join('')}\n"
    "function tell(all){\n"
    "  shown=Math.min(shown,found.length);\n"
    "  var text=say(!found.length?'none':all?'all':'found',found.length);\n"
    "  if(shown<found.length)text+=say('first',shown);\n"
    "  hits.textContent=text;\n"
    "  more.hidden=shown>=found.length;\n"
    "  more.textContent=say('more',found.length-shown)}\n"
    "function search(){\n"
    "  prepare();clearTimeout(timer);\n"
    "  var words=fold(box.value).split(/\\s+/),letter=kind.value;\n"
    "  found=[];\n"
    "  for(var i=0;i<rows.length;i++){\n"
    "    var fits=kinds[i].indexOf(letter)>=0;\n"
    "    for(var w=0;fits&&w<words.length;w++)fits=keys[i].indexOf(words[w])>=0;\n"
    "    if(fits)found.push(i)}\n"
    "  shown=step;body.innerHTML=markup(0,step);tell(!letter&&!words.join(''))}\n"
    "function soon(event){\n"
    "  if(event.isComposing)return;\n"
    "  clearTimeout(timer);timer=setTimeout(search,100)}\n"
    "box.addEventListener('input',soon);\n"
    "box.addEventListener('compositionend',soon);\n"
    "kind.addEventListener('change',search);\n"
    "more.addEventListener('click',function(){\n"
    "  body.insertAdjacentHTML('beforeend',markup(shown,shown+step));\n"
    "  shown+=step;tell(!kind.value&&!box.value.trim())});\n"
    "if(rest)rest.hidden=true;\n"
    "find.hidden=false;\n"
    "setTimeout(function(){if(!rows){prepare();found=rows.map(function(row,i){return "
    "i});tell(true)}});\n"
    "})()";

const char *index_page_style(void)
{
    return STYLE;
}

const char *index_page_script(void)
{
    return SCRIPT;
}

const char *index_page_script_hash(void)
{
    return "sha256-D6kdlOjV5uSWe8oMp5Zgl6Vix3kVL7a/taWnrj/wiKQ=";
}
