namespace Phr.Fhir.Structure;

/// <summary>How bad an issue is; FHIR's issue-severity without fatal.</summary>
public enum IssueSeverity { Error, Warning, Information }

/// <summary>One thing found wrong with a resource, as an OperationOutcome reports it. Neither text quotes content.</summary>
/// <param name="Code">FHIR issue-type code, such as <c>structure</c> or <c>required</c>.</param>
/// <param name="Rule">Stable name of the rule, such as <c>unknown-element</c>.</param>
/// <param name="English">One sentence.</param>
/// <param name="Japanese">The same sentence.</param>
/// <param name="Expression">FHIRPath of the place, such as <c>Patient.name[0].family</c>; empty where there is none.</param>
public sealed record Issue(
    IssueSeverity Severity, string Code, string Rule, string English, string Japanese, string Expression);
