using System.Collections.Frozen;

namespace Phr.Consent.Consents;

/// <summary>A code and the system that it is from.</summary>
public readonly record struct Coded(string System, string Code);

/// <summary>
/// The code systems that a Consent may use here. Ours stand in for what no profile offers (JP Core has only a placeholder for
/// Consent); all others are those of R4 and IHE PCF. README, "Consents", says what each of ours means.
/// </summary>
public static class ConsentCodes
{
    /// <summary>What a Consent is about, where it is not ordinary sharing (Consent.category).</summary>
    public const string Category = "https://phr.example/fhir/CodeSystem/consent-category";

    /// <summary>What a risk is computed of (Consent.provision.code of a model-use Consent).</summary>
    public const string RiskOutcome = "https://phr.example/fhir/CodeSystem/risk-outcome";

    /// <summary>Purposes that v3-ActReason lacks: RISK, to compute a risk for the person.</summary>
    public const string Purpose = "https://phr.example/fhir/CodeSystem/purpose";

    /// <summary>Identifier system of organisations and studies: the code that the client registry keeps (claim phr_org).</summary>
    public const string Organisation = "https://phr.example/fhir/sid/organisation";

    /// <summary>Extension on Consent that names the Consent which this one replaces (valueReference).</summary>
    public const string Supersedes = "https://phr.example/fhir/StructureDefinition/consent-supersedes";

    public const string Scope = "http://terminology.hl7.org/CodeSystem/consentscope";
    public const string ActReason = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    public const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    public const string Confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    public const string ParticipationType = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    public const string ConsentAction = "http://terminology.hl7.org/CodeSystem/consentaction";
    public const string ResourceTypes = "http://hl7.org/fhir/resource-types";

    /// <summary>Purpose of use of a reader that treats the person.</summary>
    public const string Treatment = "TREAT";

    public const string Research = "HRESCH";

    public const string Risk = "RISK";

    /// <summary>Stands in a rule's source for what the person and their devices wrote.</summary>
    public const string Person = "person";

    /// <summary>Stands before the outcome in a rule's actor: the model, asked for that outcome.</summary>
    public const string ModelActor = "model:";

    /// <summary>Purposes that a reader can state; a Consent with another one could not be enforced.</summary>
    public static readonly FrozenSet<Coded> Purposes = new Coded[]
    {
        new(ActReason, Treatment), new(ActReason, "ETREAT"), new(ActReason, "BTG"), new(ActReason, "HPAYMT"),
        new(ActReason, "HOPERAT"), new(ActReason, Research), new(ActReason, "PUBHLTH"), new(ActReason, "PATRQT"),
        new(ActReason, "FAMRQT"), new(Purpose, Risk),
    }.ToFrozenSet();

    /// <summary>Policies whose text we know. An unknown one may say anything, so a Consent under it is refused.</summary>
    public static readonly FrozenSet<string> Policies = new[]
    {
        "https://phr.example/fhir/policy/sharing-1",
        "https://profiles.ihe.net/ITI/PCF/Policy-basic-normal",
        "https://profiles.ihe.net/ITI/PCF/Policy-all-normal",
        "https://profiles.ihe.net/ITI/PCF/Policy-break-glass-only",
        "https://profiles.ihe.net/ITI/PCF/Policy-deny",
    }.ToFrozenSet(StringComparer.Ordinal);
}
