using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Phr.Consent.Consents;

/// <summary>Knows which organisations and studies there are: the code of each, by which rules name it.</summary>
/// <param name="code">Code as a Consent states it.</param>
/// <returns>The organisation, or null when none is registered under the code.</returns>
public delegate Party? FindParty(string code);

/// <summary>An organisation or study that a Consent may name.</summary>
/// <param name="IsStudy">A study reads pseudonymised releases only; an organisation reads the record.</param>
public sealed record Party(string Code, string NameJa, string NameEn, bool IsStudy);

/// <summary>Reads one provision of a Consent. Whatever it does not understand is a fault: left out, it could open a record.</summary>
internal sealed partial class ProvisionReader(FindParty find, string patient)
{
    private static readonly string[] Known =
        ["type", "actor", "purpose", "class", "code", "securityLabel", "dataPeriod", "data", "action", "provision", "period"];

    public Provision Read(JsonPlace provision)
    {
        provision.Allow(Known);
        foreach (var action in provision["action"].Items)
            ReadAction(action);
        return new Provision(provision.Place, Effect(provision["type"]))
        {
            Actors = [.. provision["actor"].Items.Select(Actor).Distinct()],
            Purposes = [.. provision["purpose"].Items.Select(Purpose).Distinct()],
            Types = [.. provision["class"].Items.Select(Type).Distinct()],
            Labels = [.. provision["securityLabel"].Items.Select(Coding).Distinct()],
            Codes = [.. provision["code"].Items.SelectMany(Codes).Distinct()],
            Entries = [.. provision["data"].Items.Select(Entries).Distinct()],
            Period = Period(provision["dataPeriod"]),
        };
    }

    /// <summary>A Period (R4 datatypes): null where there is none.</summary>
    public static DataPeriod? Period(JsonPlace period)
    {
        if (!period.Exists)
            return null;
        period.Allow("start", "end");
        var (start, end) = (Span(period["start"]), Span(period["end"]));
        if (start is null && end is null)
            period.Refuse("A period has a start or an end.");
        if (start?.From >= end?.To)
            period.Refuse("The period ends before it starts.");
        return new DataPeriod(start?.From, end?.To);
    }

    private static RuleEffect Effect(JsonPlace type)
    {
        switch (type.Text)
        {
            case "permit":
                return RuleEffect.Permit;
            case "deny":
                return RuleEffect.Deny;
            default:
                type.Refuse("A provision says permit or deny.");
                return RuleEffect.Deny;
        }
    }

    private string Actor(JsonPlace actor)
    {
        actor.Allow("role", "reference");
        var role = actor["role"]["coding"].Items.Select(Coding).ToList();
        if (role is not [{ System: ConsentCodes.ParticipationType, Code: "IRCP" or "PRCP" }])
            actor["role"].Refuse("The role of an actor is information recipient (v3-ParticipationType#IRCP).");
        return Organisation(actor["reference"]);
    }

    // By identifier, or as Organization/CODE where the code is the logical id.
    private string Organisation(JsonPlace reference)
    {
        var identifier = reference["identifier"];
        var literal = reference["reference"].Text;
        var code = identifier.Exists && identifier["system"].Text == ConsentCodes.Organisation
            ? identifier["value"].Text
            : literal?.StartsWith("Organization/", StringComparison.Ordinal) == true ? literal["Organization/".Length..] : null;
        if (code is not null && find(code) is { } party)
            return party.Code;
        reference.Refuse("The reference names no organisation or study that is registered here.");
        return "";
    }

    private static string Purpose(JsonPlace purpose)
    {
        var coded = Coding(purpose);
        if (!ConsentCodes.Purposes.Contains(coded))
            purpose.Refuse("No reader states this purpose, so the provision could not be enforced.");
        return coded.Code;
    }

    private static string Type(JsonPlace type)
    {
        var coded = Coding(type);
        if (coded.System != ConsentCodes.ResourceTypes || !TypeName().IsMatch(coded.Code))
            type.Refuse("A class is a resource type (http://hl7.org/fhir/resource-types).");
        return coded.Code;
    }

    private static IEnumerable<Coded> Codes(JsonPlace concept)
    {
        var codings = concept["coding"].Items.Select(Coding).ToList();
        if (codings.Count == 0)
            concept.Refuse("A concept without a coding cannot be enforced.");
        return codings;
    }

    private static Coded Coding(JsonPlace coding)
    {
        var (system, code) = (coding["system"].Text, coding["code"].Text);
        if (string.IsNullOrEmpty(system) || string.IsNullOrEmpty(code))
            coding.Refuse("A coding has a system and a code.");
        return new Coded(system ?? "", code ?? "");
    }

    private NamedEntries Entries(JsonPlace data)
    {
        data.Allow("meaning", "reference");
        var reference = data["reference"]["reference"].Text ?? "";
        switch (data["meaning"].Text)
        {
            case "instance" when EntryReference().IsMatch(reference):
                return new NamedEntries(reference, null);
            case "authoredby" when reference == patient:
                return new NamedEntries(null, ConsentCodes.Person);
            case "authoredby":
                return new NamedEntries(null, Organisation(data["reference"]));
            case "instance":
                data["reference"].Refuse("The reference is no relative reference (Type/id).");
                return default;
            default:
                data["meaning"].Refuse("Entries are named one by one (instance) or by their author (authoredby).");
                return default;
        }
    }

    private static (DateTimeOffset From, DateTimeOffset To)? Span(JsonPlace time)
    {
        if (time.Text is not { } text)
            return null;
        if (FhirTime.Span(text) is { } span)
            return span;
        time.Refuse("This is no dateTime.");
        return null;
    }

    private static void ReadAction(JsonPlace action)
    {
        foreach (var coded in Codes(action))
        {
            if (coded is not { System: ConsentCodes.ConsentAction, Code: "access" })
                action.Refuse("The only action that provisions are about is access (consentaction#access).");
        }
    }

    [GeneratedRegex("^[A-Z][A-Za-z]{2,40}$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^[A-Z][A-Za-z]{2,40}/[A-Za-z0-9\-.]{1,64}$")]
    private static partial Regex EntryReference();
}
