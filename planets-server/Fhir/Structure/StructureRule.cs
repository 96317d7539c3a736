using System.Globalization;

namespace Phr.Fhir.Structure;

/// <summary>The rules of the structure check. Their names are part of the API: clients may tell issues apart by them.</summary>
/// <param name="Name">Stable.</param>
/// <param name="Code">FHIR issue-type code.</param>
/// <param name="English">A sentence; <c>{0}</c> to <c>{2}</c> are names from the definitions, limits or positions.</param>
/// <param name="Japanese">The same sentence.</param>
internal sealed record StructureRule(string Name, string Code, string English, string Japanese)
{
    public static readonly StructureRule MalformedJson = new("malformed-json", "structure",
        "The JSON is malformed at line {0}, byte {1}.", "JSON が {0} 行目 {1} バイト目で正しくありません。");
    public static readonly StructureRule NotUtf8 = new("not-utf8", "structure",
        "The text is not UTF-8 at byte {0}.", "{0} バイト目が UTF-8 ではありません。");
    public static readonly StructureRule TooManyBytes = new("too-many-bytes", "too-long",
        "The resource is longer than {0} bytes.", "リソースが {0} バイトを超えています。");
    public static readonly StructureRule TooDeep = new("too-deep", "too-costly",
        "The JSON is nested deeper than {0} levels.", "JSON の入れ子が {0} 段を超えています。");
    public static readonly StructureRule TooManyElements = new("too-many-elements", "too-costly",
        "The resource has more than {0} elements.", "リソースの要素が {0} 個を超えています。");

    public static readonly StructureRule NotAResource = new("not-a-resource", "structure",
        "A JSON object with a resourceType is expected here.", "ここには resourceType を持つ JSON オブジェクトが必要です。");
    public static readonly StructureRule UnknownResourceType = new("unknown-resource-type", "structure",
        "R4 has no resource type of this name.", "この名前のリソース型は R4 にありません。");
    public static readonly StructureRule UnknownElement = new("unknown-element", "structure",
        "{0} has no element of this name.", "{0} にこの名前の要素はありません。");
    public static readonly StructureRule DuplicateProperty = new("duplicate-property", "structure",
        "This property appears more than once.", "このプロパティが重複しています。");
    public static readonly StructureRule SeveralChoices = new("several-choices", "structure",
        "Only one of the types of {0}[x] may be used.", "{0}[x] の型は一つしか使えません。");
    public static readonly StructureRule ArrayExpected = new("array-expected", "structure",
        "This element repeats and so is a JSON array.", "この要素は繰り返し要素なので JSON 配列でなければなりません。");
    public static readonly StructureRule ArrayUnexpected = new("array-unexpected", "structure",
        "This element may appear only once and so is no JSON array.", "この要素は一つだけなので JSON 配列にできません。");
    public static readonly StructureRule WrongJsonType = new("wrong-json-type", "structure",
        "The JSON type is wrong: {0} is written as {1}.", "JSON の型が違います。{0} は{2}で書きます。");
    public static readonly StructureRule Empty = new("empty", "structure",
        "Objects, arrays and strings may not be empty, nor hold an id alone.", "オブジェクト、配列、文字列は空にできず、id だけでもいけません。");
    public static readonly StructureRule Null = new("null", "structure",
        "null may only keep the place of an item whose value or extensions are given.", "null は、値または拡張がある項目の位置を保つためにだけ使えます。");
    public static readonly StructureRule SiblingLength = new("sibling-length", "structure",
        "The arrays of values and of their _ sibling differ in length.", "値の配列と _ の配列の長さが違います。");

    public static readonly StructureRule Required = new("required", "required",
        "This element is required.", "この要素は必須です。");
    public static readonly StructureRule Format = new("format", "value",
        "The value does not have the format of {0}.", "値が {0} の形式ではありません。");
    public static readonly StructureRule NoSuchDate = new("no-such-date", "value",
        "There is no such date.", "存在しない日付です。");
    public static readonly StructureRule TooLong = new("too-long", "too-long",
        "The text is longer than {0} characters.", "文字列が {0} 文字を超えています。");
    public static readonly StructureRule RequiredCode = new("required-code", "code-invalid",
        "The code is not in the required value set {0}.", "コードが必須の値セット {0} にありません。");
    public static readonly StructureRule ComparatorNotAllowed = new("comparator-not-allowed", "structure",
        "A SimpleQuantity has no comparator.", "SimpleQuantity に comparator は使えません。");
    public static readonly StructureRule ExtensionContent = new("ext-1", "invariant",
        "An extension has either a value or extensions, and one of them.", "拡張は値または拡張のどちらか一方だけを持ちます。");

    public static readonly StructureRule ReferenceEmpty = new("reference-empty", "required",
        "A Reference has a reference, an identifier or a display.", "Reference には reference、identifier、display のどれかが必要です。");
    public static readonly StructureRule ReferenceFormat = new("reference-format", "value",
        "A reference is Type/id, an absolute URL, urn:uuid:, urn:oid: or #id.", "参照は Type/id、絶対 URL、urn:uuid:、urn:oid:、#id のどれかです。");
    public static readonly StructureRule ReferenceTarget = new("reference-target", "value",
        "This element may not refer to a {0}.", "この要素は {0} を参照できません。");
    public static readonly StructureRule ReferenceType = new("reference-type", "value",
        "The type differs from that of the reference.", "type が参照先の型と違います。");
    public static readonly StructureRule UnresolvedFragment = new("unresolved-fragment", "value",
        "No contained resource has the id that this reference names.", "この参照の id を持つ内包リソースがありません。");
    public static readonly StructureRule NestedContained = new("nested-contained", "structure",
        "A contained resource contains no others.", "内包リソースの中に内包リソースは置けません。");
    public static readonly StructureRule DuplicateContained = new("duplicate-contained", "structure",
        "Two contained resources have the same id.", "同じ id の内包リソースが二つあります。");

    public static readonly StructureRule NarrativeNotXml = new("narrative-not-xml", "structure",
        "The narrative is not well-formed XHTML without document type and named entities.", "叙述が整形式の XHTML ではないか、文書型や名前付き実体を含みます。");
    public static readonly StructureRule NarrativeNotDiv = new("narrative-not-div", "structure",
        "The narrative is a div in the XHTML namespace.", "叙述は XHTML 名前空間の div でなければなりません。");
    public static readonly StructureRule NarrativeNotAllowed = new("txt-1", "invariant",
        "The narrative has an element, attribute or link that R4 does not allow.", "叙述に R4 が認めない要素、属性、リンクがあります。");
    public static readonly StructureRule NarrativeNoContent = new("txt-2", "invariant",
        "The narrative has neither text nor an image.", "叙述に文字も画像もありません。");

    /// <summary>The issue of this rule at a place.</summary>
    public Issue At(string expression, params object[] arguments) => new(
        IssueSeverity.Error, Code, Name,
        string.Format(CultureInfo.InvariantCulture, English, arguments),
        string.Format(CultureInfo.InvariantCulture, Japanese, arguments),
        expression);
}
