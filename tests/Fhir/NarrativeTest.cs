using System.Text;
using Phr.Fhir.Structure;

namespace Phr.Tests.Fhir;

public class NarrativeTest
{
    [Theory]
    [InlineData("<p>a</p>")]
    [InlineData("a &amp; b &#160; &#x3042; &lt;script&gt;")]
    [InlineData("<table><tr><td style=\"color: red; background: url(tbl.png)\" colspan='2'>a</td></tr></table>")]
    [InlineData("<a href=\"https://a/b?c=d&amp;e=f\" title=\"t\">a</a><a href=\"#x\">b</a>")]
    [InlineData("<a href=\"Patient/1\">c</a><a href='mailto:a@b.c'>d</a>")]
    [InlineData("<img src=\"data:image/png;base64,AAAA\" alt=\"\"/>")]
    [InlineData("<!-- a - b --><br/><hr />a")]
    [InlineData("<ul><li>花</li></ul>")]
    public void What_r4_allows_is_sound(string content) => Assert.Equal(NarrativeFault.None, Check(Div(content)));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<SCRIPT>alert(1)</SCRIPT>")]
    [InlineData("<form>a</form>")]
    [InlineData("<iframe src=\"http://a\"/>")]
    [InlineData("<object>a</object>")]
    [InlineData("<svg>a</svg>")]
    [InlineData("<base href=\"http://a\"/>a")]
    [InlineData("<link rel=\"stylesheet\" href=\"http://a\"/>a")]
    [InlineData("<style>a</style>")]
    [InlineData("<font>a</font>")]
    [InlineData("<p onclick=\"x()\">a</p>")]
    [InlineData("<p ONLOAD=\"x()\">a</p>")]
    [InlineData("<a href=\"javascript:x()\">a</a>")]
    [InlineData("<a href=\" JavaScript:x()\">a</a>")]
    [InlineData("<a href=\"java&#115;cript:x()\">a</a>")]
    [InlineData("<a href=\"javascript&#58;x()\">a</a>")]
    [InlineData("<a href=\"java\tscript:x()\">a</a>")]
    [InlineData("<a href=\"vbscript:x()\">a</a>")]
    [InlineData("<a href=\"data:text/html,x\">a</a>")]
    [InlineData("<img src=\"data:text/html,x\"/>")]
    [InlineData("<p style=\"width: expression(x())\">a</p>")]
    [InlineData("<p style=\"background: url(javascript:x())\">a</p>")]
    [InlineData("<p style=\"w: e\\78pression(x())\">a</p>")]
    [InlineData("<p style=\"w: ex/**/pression(x())\">a</p>")]
    [InlineData("<p style=\"w: e&#120;pression(x())\">a</p>")]
    [InlineData("<p style=\"@import 'http://a'\">a</p>")]
    [InlineData("<p xmlns=\"http://www.w3.org/2000/svg\">a</p>")]
    [InlineData("<x:p>a</x:p>")]
    public void Active_content_and_what_r4_leaves_out_is_refused(string content) =>
        Assert.Equal(NarrativeFault.NotAllowed, Check(Div(content)));

    [Theory]
    [InlineData("<p>a")]
    [InlineData("<p>a</b></p>")]
    [InlineData("a</p>")]
    [InlineData("<p class=a>a</p>")]
    [InlineData("<p class>a</p>")]
    [InlineData("a & b")]
    [InlineData("a &nbsp; b")]
    [InlineData("&#; a")]
    [InlineData("&#xZZ; a")]
    [InlineData("<![CDATA[a]]>")]
    [InlineData("<?php a ?>")]
    [InlineData("<!-- a -- b -->")]
    [InlineData("<p title=\"<\">a</p>")]
    [InlineData("<")]
    public void What_is_not_well_formed_is_refused(string content) => Assert.Equal(NarrativeFault.NotXml, Check(Div(content)));

    [Theory]
    [InlineData("<p>a</p>", NarrativeFault.NotDiv)]
    [InlineData("a", NarrativeFault.NotDiv)]
    [InlineData("<div>a</div>", NarrativeFault.NotDiv)]
    [InlineData("<div xmlns=\"http://a\">a</div>", NarrativeFault.NotAllowed)]
    [InlineData("<!DOCTYPE div [<!ENTITY x SYSTEM 'x'>]><div xmlns=\"http://www.w3.org/1999/xhtml\">&x;</div>", NarrativeFault.NotXml)]
    [InlineData("<?xml version=\"1.0\"?><div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>", NarrativeFault.NotXml)]
    [InlineData("<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div><p>b</p>", NarrativeFault.NotXml)]
    [InlineData("<div xmlns=\"http://www.w3.org/1999/xhtml\"> \n <p/></div>", NarrativeFault.NoContent)]
    public void A_narrative_is_one_div_with_content(string xhtml, object fault) => Assert.Equal(fault, Check(xhtml));

    [Theory]
    [InlineData(99, NarrativeFault.None)]
    [InlineData(100, NarrativeFault.NotXml)]
    public void Depth_is_limited(int depth, object fault) =>
        Assert.Equal(fault, Check(Div(Repeated("<b>", depth) + "a" + Repeated("</b>", depth))));

    private static string Repeated(string tag, int times) => string.Concat(Enumerable.Repeat(tag, times));

    private static string Div(string content) => $"<div xmlns=\"http://www.w3.org/1999/xhtml\">{content}</div>";

    private static NarrativeFault Check(string xhtml) => NarrativeCheck.Check(Encoding.UTF8.GetBytes(xhtml));
}
