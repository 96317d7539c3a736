using System.Globalization;
using Phr.Fhir.Structure;

namespace Phr.Fhir.Xml;

/// <summary>Why bytes are no resource in XML. No text quotes content.</summary>
/// <param name="Code">FHIR issue-type code.</param>
internal sealed record XmlFault(string Code, string Rule, string English, string Japanese)
{
    public static readonly XmlFault Malformed = new(
        "structure", "xml", "This is no well-formed XML without a document type.", "文書型宣言のない整形式の XML ではありません。");

    public static readonly XmlFault TooLarge = new("too-long", "too-large", "The XML is too large.", "XML が大きすぎます。");

    public static readonly XmlFault TooDeep = new("too-costly", "too-deep", "Elements are too deep inside each other.", "要素の入れ子が深すぎます。");

    public static readonly XmlFault TooMany = new("too-costly", "too-many-elements", "There are too many elements.", "要素が多すぎます。");

    public static readonly XmlFault NotFhir = new(
        "structure", "xml-namespace", "Here one resource in the namespace http://hl7.org/fhir is expected.",
        "名前空間 http://hl7.org/fhir のリソースが一つ必要です。");

    public static readonly XmlFault UnknownResource = new(
        "structure", "unknown-resource", "This is no resource of FHIR R4.", "FHIR R4 のリソースではありません。");

    public static readonly XmlFault UnknownElement = new(
        "structure", "unknown-element", "There is an element here that FHIR R4 does not define.", "FHIR R4 で定義されていない要素があります。");

    public static readonly XmlFault UnknownAttribute = new(
        "structure", "unknown-attribute", "There is an attribute here that FHIR R4 does not define.", "FHIR R4 で定義されていない属性があります。");

    public static readonly XmlFault Twice = new(
        "structure", "xml-twice", "The element is there more often than once.", "要素を繰り返すことはできません。");

    public static readonly XmlFault Text = new(
        "structure", "xml-text", "There is text between elements.", "要素の間に文字列があります。");

    public static readonly XmlFault Narrative = new(
        "structure", "txt-1", "The narrative is no XHTML.", "説明文が XHTML ではありません。");

    /// <param name="place">FHIRPath, empty of the whole.</param>
    /// <param name="at">Line and column, from 1.</param>
    public Issue At(string place, (int Line, int Column)? at)
    {
        var where = at is { } told ? string.Create(CultureInfo.InvariantCulture, $" (line {told.Line}, column {told.Column})") : "";
        return new(IssueSeverity.Error, Code, Rule, English + where, Japanese + where, place);
    }
}
