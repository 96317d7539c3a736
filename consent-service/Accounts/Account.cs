using Microsoft.AspNetCore.Identity;
using Phr.Platform;

namespace Phr.Consent.Accounts;

/// <summary>Who an account is for; the codes are those of claim <c>phr_role</c>.</summary>
public enum AccountRole
{
    Patient,
    Clinician,
    Researcher,
    Auditor,
}

/// <summary>FHIR administrative-gender.</summary>
public enum Sex
{
    Male,
    Female,
    Other,
    Unknown,
}

/// <summary>The account of one person, as ASP.NET Core Identity keeps it (schema <c>consent</c>, table <c>account</c>).</summary>
public sealed class Account : IdentityUser<Guid>
{
    public AccountRole Role { get; init; }

    /// <summary>Code of the organisation or study that one who is no patient acts for.</summary>
    public string? Organisation { get; init; }

    public required string Name { get; init; }

    public required string Kana { get; init; }

    public DateOnly? BirthDate { get; init; }

    public Sex? Sex { get; init; }

    /// <summary>Normal form of <see cref="Platform.Identity.InsuredPersonNumber"/>.</summary>
    public string? InsuredPerson { get; init; }

    public bool InsuredPersonVerified { get; init; }

    /// <summary>Id of the person's own Patient in planets-server; null while the account is pending.</summary>
    public string? Patient { get; set; }

    /// <summary>Sealed by <see cref="SecretSeal"/>.</summary>
    public required byte[] TotpSecret { get; init; }

    /// <summary>The last time step whose code was used (RFC 6238): no code is taken twice.</summary>
    public long TotpLastStep { get; init; }

    public bool Disabled { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
