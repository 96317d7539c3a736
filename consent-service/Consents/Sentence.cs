using System.Collections.Immutable;

namespace Phr.Consent.Consents;

/// <summary>
/// Says what rules mean, in plain words, from the rules themselves: what the person reads and what is enforced cannot differ.
/// </summary>
public static class Sentence
{
    private static readonly Wording NotInForce = new("この同意は効力がありません。", "This consent is not in force.");

    /// <param name="find">Gives organisations and studies their names.</param>
    public static Wording Of(ConsentContent consent, ImmutableArray<ConsentRule> rules, DateTimeOffset now, FindParty find)
    {
        if (consent.Kind == ConsentKind.Other)
            return new("この文書は記録の閲覧を定めません。", "This document does not govern who sees your record.");
        if (!consent.HoldsAt(now))
            return Later(consent, now) ?? NotInForce;
        if (consent.Kind == ConsentKind.RecordLink)
            return Link(consent.Root!.Entries.Length);
        var groups = RuleGroup.Of(rules);
        var said = groups.Select((group, index) => One(group, groups.Take(index).Any(earlier => earlier.Effect != group.Effect), find))
            .Aggregate((all, next) => all + new Wording("", " ") + next);
        return said + Until(consent);
    }

    // Groups come most specific first and deny before permit, so that the first that speaks of an entry and its reader decides:
    // from the first change of effect on, the rest is "otherwise".
    private static Wording One(RuleGroup group, bool otherwise, FindParty find)
    {
        var permit = group.Effect == RuleEffect.Permit;
        var (what, to, purpose) = (What(group, otherwise, find), To(group, permit, find), For(group));
        var says = permit ? new Wording("見せます", "show") : new Wording("見せません", "do not show");
        var ja = $"{purpose.Ja}{to.Ja}{what.Ja}{says.Ja}。";
        var en = $"{says.En} {what.En}{to.En}{purpose.En}.";
        return otherwise
            ? new Wording($"それ以外は、{ja}", $"Otherwise, {en}")
            : new Wording(ja, char.ToUpperInvariant(en[0]) + en[1..]);
    }

    private static Wording What(RuleGroup group, bool otherwise, FindParty find)
    {
        if (!group.IsWholeRecord)
        {
            var some = Some(group, find);
            return new Wording(some.Ja + "を", some.En);
        }
        if (!otherwise)
            return new Wording("すべての記録を", "the whole record");
        return new Wording(group.Effect == RuleEffect.Permit ? "どの記録でも" : "どの記録も", "any entry");
    }

    private static Wording Some(RuleGroup group, FindParty find)
    {
        var parts = new List<Wording>();
        if (!group.Labels.IsEmpty)
            parts.Add(List(group.Labels.Select(Displays.Label)));
        if (!group.Types.IsEmpty)
            parts.Add(List(group.Types.Select(Displays.Type)));
        if (!group.Codes.IsEmpty)
            parts.Add(List(group.Codes.Select(Displays.Code)));
        if (!group.References.IsEmpty)
            parts.Add(Chosen(group.References.Count));
        var kind = parts.Count == 0
            ? new Wording("記録", "entries")
            : parts.Aggregate((all, next) => new Wording($"{all.Ja}のうち{next.Ja}", $"{next.En} among {all.En}"));
        var (by, span) = (By(group, find), Span(group));
        return new Wording($"{by.Ja}{span.Ja}{kind.Ja}", $"{kind.En}{by.En}{span.En}");
    }

    private static Wording Chosen(int count) =>
        new($"指定した {count} 件の記録", $"{count} chosen {(count == 1 ? "entry" : "entries")}");

    private static Wording By(RuleGroup group, FindParty find)
    {
        if (group.Sources.IsEmpty)
            return new("", "");
        var who = List(group.Sources.Select(code => code == ConsentCodes.Person
            ? new Wording("あなたとあなたの機器", "you and your devices")
            : Name(code, find)));
        return new($"{who.Ja}が記録した", $" written by {who.En}");
    }

    private static Wording Span(RuleGroup group)
    {
        var (from, last) = (group.From, group.To?.AddTicks(-1));
        return (from, last) switch
        {
            (null, null) => new("", ""),
            ({ } start, null) => new($"{Day(start)} 以降の", $" from {Day(start)} on"),
            (null, { } end) => new($"{Day(end)} までの", $" up to {Day(end)}"),
            ({ } start, { } end) => new($"{Day(start)} から {Day(end)} までの", $" from {Day(start)} to {Day(end)}"),
        };
    }

    private static Wording To(RuleGroup group, bool permit, FindParty find)
    {
        if (group.Actors.IsEmpty)
            return permit ? new("すべての機関に、", " to any organisation") : new("どの機関にも、", " to anyone");
        var who = List(group.Actors.Select(code => code.StartsWith(ConsentCodes.ModelActor, StringComparison.Ordinal)
            ? Model(code[ConsentCodes.ModelActor.Length..])
            : Name(code, find)));
        return new($"{who.Ja}に、", $" to {who.En}");
    }

    private static Wording Model(string outcome)
    {
        var name = Displays.Outcome(outcome);
        return new($"「{name.Ja}」の予測モデル", $"the model for {name.En}");
    }

    private static Wording For(RuleGroup group)
    {
        if (group.Purposes.IsEmpty)
            return new("", "");
        var what = List(group.Purposes.Select(Displays.Purpose));
        return new($"{what.Ja}のために、", $" for {what.En}");
    }

    private static Wording Link(int others) => new(
        $"ほかの医療機関などの {others} 件の記録を、あなたの記録とつなぎます。",
        $"Join {others} {(others == 1 ? "record" : "records")} from elsewhere with yours as one person's.");

    private static Wording? Later(ConsentContent consent, DateTimeOffset now) => consent.Active && consent.From > now
        ? new($"この同意は {Day(consent.From.Value)} から効力を持ちます。", $"This consent takes effect on {Day(consent.From.Value)}.")
        : null;

    private static Wording Until(ConsentContent consent) => consent.Until is { } until
        ? new($"{Day(until.AddTicks(-1))} まで有効です。", $" Valid until {Day(until.AddTicks(-1))}.")
        : new("", "");

    private static Wording Name(string code, FindParty find) =>
        find(code) is { } party ? new(party.NameJa, party.NameEn) : Displays.Same(code);

    private static Wording List(IEnumerable<Wording> words)
    {
        var all = words.Distinct().ToList();
        return new(
            string.Join("・", all.Select(word => word.Ja)),
            all.Count == 1 ? all[0].En : string.Join(", ", all.SkipLast(1).Select(word => word.En)) + " or " + all[^1].En);
    }

    // Ends are shown as the last instant inside: a whole day is the day, anything else is to the minute.
    private static string Day(DateTimeOffset instant)
    {
        var local = instant.ToOffset(FhirTime.Zone);
        var wholeDay = local.TimeOfDay == TimeSpan.Zero || local.AddTicks(1).TimeOfDay == TimeSpan.Zero;
        return local.ToString(wholeDay ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
    }
}
