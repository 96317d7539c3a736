namespace Phr.Conformance.Terminology;

/// <summary>Why a question of terminology has no answer.</summary>
/// <param name="Code">FHIR issue-type code: not-found, not-supported, too-costly, invalid.</param>
/// <param name="English">One sentence; it names definitions, never content.</param>
/// <param name="Japanese">The same sentence.</param>
public sealed record TerminologyFault(string Code, string English, string Japanese)
{
    internal static TerminologyFault NoValueSet(string url) => new(
        "not-found", $"The value set {url} is not known here.", $"値セット {url} はここにありません。");

    internal static TerminologyFault NoCodeSystem(string url) => new(
        "not-found", $"The codes of {url} are not known here.", $"コード体系 {url} のコードはここにありません。");

    internal static TerminologyFault TooCostly(string url, int codesMax) => new(
        "too-costly", $"The value set {url} has more than {codesMax} codes, or no end of them.",
        $"値セット {url} のコードが {codesMax} 個を超えるか、限りがありません。");

    internal static TerminologyFault Circular(string url) => new(
        "invalid", $"The value set {url} is made of itself, or of too many others inside each other.",
        $"値セット {url} が自分自身を含むか、入れ子が深すぎます。");

    internal static TerminologyFault UnknownFilter(string url, ConceptFilter filter) => new(
        "not-supported", $"The value set {url} has a filter that is not known here: {filter.Property} {filter.Operator}.",
        $"値セット {url} に対応していない条件があります: {filter.Property} {filter.Operator}");
}
