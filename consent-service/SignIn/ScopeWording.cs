using Phr.Consent.Consents;
using Phr.Platform.Identity;

namespace Phr.Consent.SignIn;

/// <summary>What a scope means, in plain words, for the person who is asked for it.</summary>
internal static class ScopeWording
{
    public static Wording Of(string word) => word switch
    {
        "openid" => new("あなたがサインインしたことを知る", "Know that you signed in"),
        "fhirUser" => new("あなたの記録の番号を知る", "Know the number of your record"),
        "launch/patient" => new("あなたの記録を開く", "Open your record"),
        "offline_access" => new("次からサインインせずに使い続ける", "Stay signed in until you end it"),
        _ => SmartScope.Parse(word) is { } scope ? Of(scope) : new(word, word),
    };

    private static Wording Of(SmartScope scope)
    {
        var whose = scope.Context switch
        {
            ScopeContext.Patient => new Wording("あなたの", "your "),
            ScopeContext.User => new Wording("あなたが見られる", "any "),
            _ => new Wording("すべての", "all "),
        };
        var what = scope.Type == SmartScope.AnyType ? new Wording("記録すべて", "entries of every kind") : Displays.Type(scope.Type);
        var only = scope.Constraints.IsEmpty ? new Wording("", "") : Only(scope);
        var actions = Actions(scope.Access);
        return new($"{whose.Ja}{what.Ja}{only.Ja}を{actions.Ja}", $"{actions.En} {whose.En}{what.En}{only.En}");
    }

    private static Wording Only(SmartScope scope)
    {
        var values = string.Join(", ", scope.Constraints.Select(c => c.Value[(c.Value.IndexOf('|', StringComparison.Ordinal) + 1)..]));
        return new($"({values} だけ)", $" ({values} only)");
    }

    private static Wording Actions(ScopeAccess access)
    {
        var words = new List<Wording>();
        if ((access & (ScopeAccess.Read | ScopeAccess.Search)) != 0)
            words.Add(new("見る", "See"));
        if ((access & ScopeAccess.Create) != 0)
            words.Add(new("書き加える", "Add"));
        if ((access & ScopeAccess.Update) != 0)
            words.Add(new("書き直す", "Change"));
        if ((access & ScopeAccess.Delete) != 0)
            words.Add(new("消す", "Delete"));
        var en = words.Select((word, i) => i == 0 ? word.En : word.En.ToLowerInvariant()).ToList();
        return new(
            string.Join("・", words.Select(word => word.Ja)),
            en.Count == 1 ? en[0] : string.Join(", ", en.SkipLast(1)) + " and " + en[^1]);
    }
}
