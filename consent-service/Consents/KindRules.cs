using System.Collections.Immutable;

namespace Phr.Consent.Consents;

/// <summary>What a Consent of each kind has to say, and must not.</summary>
internal static class KindRules
{
    /// <summary>Sources that one confirmation may join.</summary>
    public const int LinkedPatientsMax = 50;

    public static void Check(ConsentContent consent, JsonPlace provision, FindParty find)
    {
        var root = consent.Root!;
        switch (consent.Kind)
        {
            case ConsentKind.RecordLink:
                CheckLink(consent, root, provision);
                break;
            case ConsentKind.ModelUse:
                CheckModel(consent, root, provision);
                break;
            case ConsentKind.Study:
                CheckStudy(root, provision, find);
                break;
            case ConsentKind.OwnEntries when !root.Entries.IsEmpty:
                provision["data"].Refuse("Which entries these are follows from the category.");
                break;
            case ConsentKind.Sharing when OutcomeNamed(consent):
                provision["code"].Refuse("Outcomes are switched by a consent of category model-use.");
                break;
        }
    }

    private static void CheckLink(ConsentContent consent, Provision root, JsonPlace provision)
    {
        if (root.Effect != RuleEffect.Permit)
            provision["type"].Refuse("A link is undone by making its consent inactive.");
        if (root with { Entries = [] } is { NamesAnything: true } || !consent.Exceptions.IsEmpty)
            provision.Refuse("A link names Patients and nothing else.");
        if (root.Entries.Length is 0 or > LinkedPatientsMax)
            provision["data"].Refuse($"A link names 1 to {LinkedPatientsMax} Patients of other sources.");
        if (!root.Entries.All(entry => IsPatient(entry) && entry.Reference != consent.Patient))
            provision["data"].Refuse("A link names Patients other than the person's own, each as an instance.");
        if (consent.From is not null || consent.Until is not null)
            provision["period"].Refuse("A link holds until it is undone.");
    }

    private static bool IsPatient(NamedEntries entry) => entry.Reference?.StartsWith("Patient/", StringComparison.Ordinal) == true;

    private static void CheckModel(ConsentContent consent, Provision root, JsonPlace provision)
    {
        if (root.Codes.IsEmpty || root.Codes.Any(code => code.System != ConsentCodes.RiskOutcome))
            provision["code"].Refuse("The outcomes that the model is asked for are named by their codes.");
        if (!root.Actors.IsEmpty || !root.Purposes.IsEmpty)
            provision.Refuse("Recipient and purpose follow from the category.");
        if (consent.Exceptions.Any(exception => !exception.Actors.IsEmpty || !exception.Purposes.IsEmpty || exception.Codes.Any(IsOutcome)))
            provision["provision"].Refuse("An exception names entries that the model leaves out.");
    }

    private static void CheckStudy(Provision root, JsonPlace provision, FindParty find)
    {
        if (root.Actors.IsEmpty || !root.Actors.All(code => find(code)?.IsStudy == true))
            provision["actor"].Refuse("A study consent names its study.");
        if (root.Purposes.Any(purpose => purpose != ConsentCodes.Research))
            provision["purpose"].Refuse("The purpose of a study is research (HRESCH).");
    }

    private static bool OutcomeNamed(ConsentContent consent) =>
        consent.Root!.Codes.Any(IsOutcome) || consent.Exceptions.Any(exception => exception.Codes.Any(IsOutcome));

    private static bool IsOutcome(Coded code) => code.System == ConsentCodes.RiskOutcome;
}
