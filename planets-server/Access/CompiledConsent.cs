using System.Text.Json;

namespace Phr.Planets.Access;

/// <summary>What consent-service says that a Consent means (its README, "Consents"). A stored format: fields are only added.</summary>
/// <param name="Rules">None of a Consent that is not in force.</param>
/// <param name="Supersedes">Consents (<c>Consent/id</c>) whose rules end with this one.</param>
/// <param name="Links">Patients (<c>Patient/id</c>) that are the same person as the one who consents.</param>
public sealed record CompiledConsent(
    string Kind, IReadOnlyList<CompiledRule> Rules, CompiledPeriod InForce, IReadOnlyList<string> Supersedes, IReadOnlyList<string> Links)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    /// <exception cref="JsonException">Not such an answer: a fault.</exception>
    public static CompiledConsent Read(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize<CompiledConsent>(body, Format) ?? throw new JsonException("A compiled Consent is null.");
}

/// <param name="Effect">permit or deny.</param>
public sealed record CompiledRule(
    string Effect, string? Actor, string? Purpose, string? Type, CompiledCoding? Label, CompiledCoding? Code, string? Source,
    DateTimeOffset? PeriodFrom, DateTimeOffset? PeriodTo, string? Reference, int Specificity);

public sealed record CompiledCoding(string System, string Code);

/// <summary>From when until when rules hold; null is open.</summary>
public sealed record CompiledPeriod(DateTimeOffset? From, DateTimeOffset? Until);
