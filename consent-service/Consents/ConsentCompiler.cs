using System.Collections.Immutable;
using System.Diagnostics;
using Phr.Platform;

namespace Phr.Consent.Consents;

/// <summary>
/// Turns a Consent into rules. The semantics are those of IHE PCF 1.1: a root that permits named data permits nothing but them; a
/// nested provision is an exception to the root, and takes from it what it leaves open.
/// </summary>
public static class ConsentCompiler
{
    /// <summary>Rules of one Consent. The alternatives of a provision multiply, so that a small text could make very many.</summary>
    public const int RulesMax = 256;

    /// <summary>The rules, or why the Consent cannot be enforced as it stands.</summary>
    public static (ImmutableArray<ConsentRule> Rules, Refusal? Refusal) Rules(ConsentContent consent)
    {
        if (consent.Root is not { } root || consent.Kind is ConsentKind.RecordLink or ConsentKind.Other)
            return ([], null);
        root = ForKind(root, consent.Kind);
        var exceptions = consent.Exceptions.Select(exception => ForCare(exception.Within(root))).ToList();
        if (root.Combinations + exceptions.Sum(exception => exception.Combinations) is > RulesMax or < 0)
            return ([], Refuse(root, $"The consent names more than {RulesMax} combinations."));
        var rules = Roots(root, consent.Kind);
        foreach (var (stated, exception) in consent.Exceptions.Zip(exceptions))
        {
            if (Misplaced(root, stated) is { } refusal)
                return ([], refusal);
            var made = exception.Rules().ToList();
            if (root.Effect == RuleEffect.Deny && exception.Effect == RuleEffect.Permit && !Carving.TakeOut(rules, made))
                return ([], Refuse(stated, "The exception permits something that the consent does not deny."));
            rules.AddRange(made);
        }
        return ([.. rules.Distinct()], null);
    }

    // What a category says in short, in full.
    private static Provision ForKind(Provision root, ConsentKind kind) => kind switch
    {
        ConsentKind.Sharing => ForCare(root),
        ConsentKind.OwnEntries => ForCare(root) with { Entries = [new NamedEntries(null, ConsentCodes.Person)] },
        ConsentKind.ModelUse => root with
        {
            Actors = [.. root.Codes.Select(outcome => ConsentCodes.ModelActor + outcome.Code)],
            Purposes = [ConsentCodes.Risk],
            Codes = [],
        },
        ConsentKind.Study => root with { Purposes = [ConsentCodes.Research] },
        _ => throw new UnreachableException(),
    };

    // Silence about the purpose must not open the record to research or insurers; a refusal without purpose is one of all.
    private static Provision ForCare(Provision provision) => provision.Effect == RuleEffect.Permit && provision.Purposes.IsEmpty
        ? provision with { Purposes = [ConsentCodes.Treatment] }
        : provision;

    private static List<ConsentRule> Roots(Provision root, ConsentKind kind)
    {
        var rules = root.Rules().ToList();
        // To open one's own entries says nothing about the rest; every other permit of named data means "nothing but these".
        if (root.Effect == RuleEffect.Permit && root.NamesData && kind != ConsentKind.OwnEntries)
            rules.AddRange((root.WithoutData() with { Effect = RuleEffect.Deny }).Rules());
        return rules;
    }

    private static Refusal? Misplaced(Provision root, Provision exception)
    {
        if (!exception.NamesAnything)
            return Refuse(exception, "An exception has to say what it excepts.");
        if (!root.Actors.IsEmpty && !exception.Actors.All(root.Actors.Contains))
            return Refuse(exception, "The exception names a recipient that the consent is not about.");
        if (!root.Purposes.IsEmpty && !exception.Purposes.All(root.Purposes.Contains))
            return Refuse(exception, "The exception names a purpose that the consent is not about.");
        return null;
    }

    private static Refusal Refuse(Provision provision, string reason) =>
        new(RefusalKind.Unprocessable, reason, provision.Place, "business-rule");
}
