using Phr.Fhir.Structure;

namespace Phr.Conformance.Profiles;

/// <summary>What may be wrong by a profile. Neither text quotes content of the resource; names of definitions are named.</summary>
/// <param name="Rule">Stable name, part of the API as those of the structure check are.</param>
/// <param name="Code">FHIR issue-type code.</param>
internal sealed record ProfileFault(IssueSeverity Severity, string Code, string Rule, string English, string Japanese)
{
    public static ProfileFault Missing(string element, int min) => Error(
        "required", "profile-min", $"{element} is needed at least {min} time(s).", $"{element} は {min} 個以上必要です。");

    public static ProfileFault TooMany(string element, int max) => max == 0
        ? Error("structure", "profile-max", $"{element} is not allowed here.", $"{element} はここでは使えません。")
        : Error("structure", "profile-max", $"{element} may be there {max} time(s) at most.", $"{element} は {max} 個までです。");

    public static ProfileFault NotFixed(string element) => Error(
        "value", "fixed", $"The value of {element} is not the one that the profile fixes.", $"{element} の値がプロファイルの固定値と違います。");

    public static ProfileFault NotPattern(string element) => Error(
        "value", "pattern", $"{element} does not have what the profile's pattern asks for.", $"{element} がプロファイルのパターンに合いません。");

    public static ProfileFault WrongType(string element, string types) => Error(
        "structure", "profile-type", $"{element} has to be {types}.", $"{element} の型は {types} でなければなりません。");

    public static ProfileFault NotConforming(string element, string profiles) => Error(
        "structure", "profile-conformance", $"{element} does not conform to {profiles}.", $"{element} が {profiles} に適合していません。");

    public static ProfileFault WrongTarget(string element, string targets) => Error(
        "structure", "profile-target", $"{element} may only refer to {targets}.", $"{element} は {targets} だけを参照できます。");

    public static ProfileFault NotInValueSet(bool isRequired, string valueSet) => new(
        isRequired ? IssueSeverity.Error : IssueSeverity.Warning, "code-invalid", isRequired ? "required-code" : "extensible-code",
        $"No code of it is in the value set {valueSet}.", $"値セット {valueSet} のコードがありません。");

    public static ProfileFault NotTold(string valueSet) => new(
        IssueSeverity.Information, "not-supported", "code-not-checked",
        $"The value set {valueSet} cannot be checked: it or a code system of it is not known here.",
        $"値セット {valueSet} またはそのコード体系がここにないため確認できません。");

    public static ProfileFault UnknownCode(string system) => Error(
        "code-invalid", "unknown-code", $"{system} has no such code.", $"{system} にこのコードはありません。");

    public static ProfileFault UnknownSystem { get; } = new(
        IssueSeverity.Information, "not-supported", "unknown-system",
        "The codes of this system are not known here and were not checked.", "このコード体系はここにないため、コードを確認していません。");

    public static ProfileFault NoSystem { get; } = new(
        IssueSeverity.Warning, "code-invalid", "no-system",
        "A code without a system means nothing for certain and was not checked.", "コード体系のないコードは意味が定まらず、確認していません。");

    public static ProfileFault RelativeSystem { get; } = Error(
        "value", "relative-system", "A system is named by an absolute URI.", "system は絶対 URI でなければなりません。");

    public static ProfileFault BadUrn { get; } = new(
        IssueSeverity.Warning, "value", "urn", "This is no valid OID or UUID, which it says it is.", "OID または UUID の形式が正しくありません。");

    public static ProfileFault OtherFullUrl { get; } = Error(
        "value", "full-url", "The full URL disagrees with the id of the resource.", "fullUrl がリソースの id と一致しません。");

    public static ProfileFault NotInDocument { get; } = Error(
        "not-found", "document-reference", "What the Composition of a document refers to has to be in the document.",
        "文書の Composition が参照するリソースは文書の中になければなりません。");

    public static ProfileFault RelativeExtension { get; } = Error(
        "extension", "extension-url", "The URL of an extension is absolute, except inside another.",
        "拡張の URL は、別の拡張の中を除いて絶対 URI でなければなりません。");

    public static ProfileFault WrongDisplay(string system) => new(
        IssueSeverity.Warning, "value", "display", $"The display is none that {system} gives the code.", $"表示名が {system} のものではありません。");

    public static ProfileFault Broken(ConstraintFacts constraint) => new(
        constraint.IsError ? IssueSeverity.Error : IssueSeverity.Warning, "invariant", constraint.Key,
        $"The rule {constraint.Key} is broken: {constraint.Human}", $"規則 {constraint.Key} に反しています: {constraint.Human}");

    public static ProfileFault NotEvaluated(string key) => new(
        IssueSeverity.Warning, "processing", "invariant-not-checked",
        $"The rule {key} of the definition could not be evaluated.", $"定義の規則 {key} を評価できませんでした。");

    public static ProfileFault NoSlice(string element) => Error(
        "structure", "slice-closed", $"{element} fits none of the slices that the profile allows.", $"{element} がプロファイルのどのスライスにも当てはまりません。");

    public static ProfileFault InNoSlice(string element) => new(
        IssueSeverity.Information, "informational", "slice-unmatched",
        $"{element} is in none of the slices that the profile names, which it need not be.",
        $"{element} はプロファイルのどのスライスでもありません（許されています）。");

    public static ProfileFault SliceOrder(string element) => Error(
        "structure", "slice-order", $"{element} is not in the order of the slices.", $"{element} がスライスの順序に従っていません。");

    public static ProfileFault SliceNotTold(string slice) => new(
        IssueSeverity.Warning, "processing", "slice-not-checked",
        $"The definition does not say how the slice {slice} is told.", $"定義からスライス {slice} の見分け方が分かりません。");

    public static ProfileFault TooLong(string element, int max) => Error(
        "too-long", "profile-length", $"{element} is longer than {max} characters.", $"{element} が {max} 文字を超えています。");

    public static ProfileFault OutOfRange(string element) => Error(
        "value", "profile-range", $"{element} is outside the range of the profile.", $"{element} がプロファイルの範囲外です。");

    public static ProfileFault UnknownExtension { get; } = new(
        IssueSeverity.Warning, "extension", "unknown-extension",
        "This extension is not known here and was not checked.", "この拡張はここにないため確認していません。");

    public static ProfileFault UnknownModifier { get; } = Error(
        "extension", "unknown-modifier", "This modifier extension is not known here.", "この修飾拡張はここにありません。");

    public static ProfileFault NotModifier { get; } = Error(
        "extension", "not-a-modifier", "This extension is no modifier extension.", "この拡張は修飾拡張ではありません。");

    public static ProfileFault IsModifier { get; } = Error(
        "extension", "is-a-modifier", "This extension changes the meaning and belongs into modifierExtension.",
        "この拡張は意味を変えるため modifierExtension に入れます。");

    public static ProfileFault WrongContext { get; } = Error(
        "extension", "extension-context", "The definition of this extension does not allow it here.", "この拡張の定義はここでの使用を認めていません。");

    public static ProfileFault UnknownProfile { get; } = new(
        IssueSeverity.Warning, "not-found", "unknown-profile",
        "This profile is not known here and was not checked.", "このプロファイルはここにないため確認していません。");

    /// <summary>Of a profile that someone asks for, so it is their words.</summary>
    public static ProfileFault NoSuchProfile(string profile) => Error(
        "not-found", "no-such-profile", $"The profile {profile} is not known here.", $"プロファイル {profile} はここにありません。");

    public static ProfileFault OtherType(string type) => Error(
        "structure", "profile-other-type", $"The profile is one of {type}.", $"このプロファイルは {type} のものです。");

    public static ProfileFault TooMuchWork { get; } = new(
        IssueSeverity.Warning, "too-costly", "too-much-work",
        "The check took too much work and was not finished.", "処理量が多すぎるため確認を最後まで行えませんでした。");

    public Issue At(string expression) => new(Severity, Code, Rule, English, Japanese, expression);

    private static ProfileFault Error(string code, string rule, string english, string japanese) =>
        new(IssueSeverity.Error, code, rule, english, japanese);
}
