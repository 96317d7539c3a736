using Phr.Consent.Consents;

namespace Phr.Consent.AccessLog;

/// <summary>An access in plain words, for the person whose record it was.</summary>
public static class AccessSentence
{
    /// <param name="find">Gives organisations and studies their names.</param>
    public static Wording Of(Access access, FindParty find)
    {
        var (who, why, what, did) = (Who(access, find), Why(access), What(access), Did(access));
        return access.Outcome switch
        {
            AccessOutcome.Permitted => new(
                $"{who.Ja}が、{why.Ja}{what.Ja}{Counted(access).Ja}を{did.Ja}ました。", $"{who.En} {did.En} {what.En}{Counted(access).En}{why.En}."),
            AccessOutcome.Hidden when access.Count == 0 => new(
                $"{who.Ja}が、{why.Ja}{what.Ja}を{did.Ja}ましたが、何も見せませんでした。", $"{who.En} {did.En} {what.En}{why.En}; nothing was shown."),
            AccessOutcome.Hidden => new(
                $"{who.Ja}が、{why.Ja}{what.Ja}を{did.Ja}ましたが、{access.Count} 件は見せませんでした。",
                $"{who.En} {did.En} {what.En}{why.En}; {access.Count} {Entries(access.Count)} left out."),
            _ => new(
                $"{who.Ja}が、{why.Ja}{what.Ja}に触れようとして、断られました。", $"{who.En} tried to reach {what.En}{why.En} and was refused."),
        };
    }

    private static Wording Who(Access access, FindParty find)
    {
        var name = access.Organisation is { } code && find(code) is { } party
            ? new Wording(party.NameJa, party.NameEn)
            : Displays.Same(access.Organisation ?? access.Client);
        return access.Role switch
        {
            "patient" => new("あなた", "You"),
            "clinician" => new($"{name.Ja}の医療者", $"A clinician of {name.En}"),
            "auditor" => new($"{name.Ja}の監査担当者", $"An auditor of {name.En}"),
            "hospital" => new($"{name.Ja}のシステム", $"The system of {name.En}"),
            "researcher" => new($"{name.Ja}の研究者", $"A researcher of {name.En}"),
            "system" => new("運用者", "The operator"),
            _ => new("この仕組み自身", "The platform itself"),
        };
    }

    private static Wording Why(Access access)
    {
        if (access.Purpose is null)
            return new("", "");
        var purpose = Displays.Purpose(access.Purpose);
        return new($"{purpose.Ja}のために、", $" for {purpose.En}");
    }

    private static Wording What(Access access)
    {
        if (access.Type is null)
            return new("あなたの記録", "your record");
        var type = Displays.Type(access.Type);
        return new($"あなたの{type.Ja}", $"your {type.En}");
    }

    private static Wording Did(Access access) => access.Interaction switch
    {
        "create" => new("書き加え", "added to"),
        "update" or "patch" => new("書き直し", "changed"),
        "delete" => new("消し", "deleted from"),
        "search" or "search-type" => new("探し", "searched"),
        "release" => new("仮名にして受け取り", "received, under a pseudonym,"),
        "merge" => new("一つにまとめ", "merged"),
        "unmerge" => new("二つに戻し", "parted"),
        "erase" => new("読めなくし", "erased"),
        "model" => new("リスクの計算に使い", "computed your risk from"),
        _ => new("見", "saw"),
    };

    private static Wording Counted(Access access) =>
        access.Count > 1 ? new($" {access.Count} 件", $" ({access.Count} entries)") : new("", "");

    private static string Entries(int count) => count == 1 ? "entry was" : "entries were";
}
