using System.Collections.Immutable;
using System.Text.Json;
using Phr.Platform;

namespace Phr.Consent.Consents;

/// <summary>
/// Reads an R4 Consent. A status other than active is taken as it comes, because then nothing follows from the content; an active
/// one is read to the last element of its provisions, or refused.
/// </summary>
public static class ConsentReader
{
    private static readonly string[] Codes = ["own-entries", "record-link", "model-use", "study"];

    /// <summary>The content, or a refusal that names the place.</summary>
    public static (ConsentContent? Content, Refusal? Refusal) Read(JsonElement resource, FindParty find)
    {
        var faults = new FaultFound();
        var consent = new JsonPlace(resource, "Consent", faults);
        if (consent["resourceType"].Text != "Consent")
            return (null, new Refusal(RefusalKind.Invalid, "This is no Consent.", "Consent", "structure"));
        var content = Content(consent, find);
        return faults.First is { } refusal ? (null, refusal) : (content, null);
    }

    private static ConsentContent Content(JsonPlace consent, FindParty find)
    {
        var patient = consent["patient"]["reference"].Text ?? "";
        if (!patient.StartsWith("Patient/", StringComparison.Ordinal))
            consent["patient"].Refuse("A consent names its patient as Patient/id.");
        var (kind, active) = (Kind(consent), consent["status"].Text == "active");
        if (!active || kind == ConsentKind.Other)
            return new ConsentContent(kind, active, patient, null, null, [], null, []);

        RefuseModifiers(consent);
        CheckPolicies(consent);
        var provision = consent["provision"];
        if (!provision.Exists)
            provision.Refuse("An active consent has a provision.");
        var reader = new ProvisionReader(find, patient);
        var root = reader.Read(provision);
        var holds = ProvisionReader.Period(provision["period"]);
        var content = new ConsentContent(
            kind, active, patient, holds?.From, holds?.To, [.. Supersedes(consent)], root, Exceptions(provision, reader));
        KindRules.Check(content, provision, find);
        return content;
    }

    private static ImmutableArray<Provision> Exceptions(JsonPlace root, ProvisionReader reader)
    {
        var exceptions = ImmutableArray.CreateBuilder<Provision>();
        foreach (var nested in root["provision"].Items)
        {
            if (nested["provision"].Exists)
                nested["provision"].Refuse("Exceptions to exceptions are not allowed (IHE PCF).");
            if (nested["period"].Exists)
                nested["period"].Refuse("An exception holds as long as its consent; give it a consent of its own.");
            exceptions.Add(reader.Read(nested));
        }
        return exceptions.ToImmutable();
    }

    private static ConsentKind Kind(JsonPlace consent)
    {
        var own = consent["category"].Items.SelectMany(concept => concept["coding"].Items)
            .Where(coding => coding["system"].Text == ConsentCodes.Category).ToList();
        if (own.Count > 1)
            own[1].Refuse("A consent is about one thing; make one for each.");
        var code = own.Count == 0 ? null : own[0]["code"].Text;
        if (code is not null && !Codes.Contains(code))
            own[0].Refuse("This category is not known.");
        return (code, Scope(consent)) switch
        {
            (null, "patient-privacy") => ConsentKind.Sharing,
            (null, "treatment" or "adr") => ConsentKind.Other,
            ("own-entries", "patient-privacy") => ConsentKind.OwnEntries,
            ("record-link", "patient-privacy") => ConsentKind.RecordLink,
            ("model-use", "patient-privacy") => ConsentKind.ModelUse,
            ("study", "research") => ConsentKind.Study,
            _ => RefuseScope(consent),
        };
    }

    private static string? Scope(JsonPlace consent) => consent["scope"]["coding"].Items
        .Where(coding => coding["system"].Text == ConsentCodes.Scope).Select(coding => coding["code"].Text).FirstOrDefault();

    private static ConsentKind RefuseScope(JsonPlace consent)
    {
        consent["scope"].Refuse("The scope does not go with the category (README, Consents).");
        return ConsentKind.Other;
    }

    // A modifier extension may turn the meaning around (R4 extensibility), and none is known.
    private static void RefuseModifiers(JsonPlace consent)
    {
        if (consent["modifierExtension"].Exists)
            consent["modifierExtension"].Refuse("No modifier extension is known.");
        if (consent["implicitRules"].Exists)
            consent["implicitRules"].Refuse("Implicit rules are not known.");
    }

    private static void CheckPolicies(JsonPlace consent)
    {
        foreach (var policy in consent["policy"].Items)
        {
            policy.Allow("uri", "authority");
            if (policy["uri"].Text is not { } uri || !ConsentCodes.Policies.Contains(uri))
                policy["uri"].Refuse("This policy is not known here.");
        }
        if (consent["policyRule"].Exists)
            consent["policyRule"].Refuse("Name the policy by policy.uri (IHE PCF uses no policyRule).");
    }

    private static IEnumerable<string> Supersedes(JsonPlace consent)
    {
        foreach (var extension in consent["extension"].Items.Where(item => item["url"].Text == ConsentCodes.Supersedes))
        {
            var reference = extension["valueReference"]["reference"].Text ?? "";
            if (!reference.StartsWith("Consent/", StringComparison.Ordinal))
                extension.Refuse("A consent supersedes a Consent/id.");
            yield return reference;
        }
    }
}
