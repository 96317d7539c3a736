using System.Security.Cryptography;
using System.Text;
using Phr.Fhir;
using Phr.Fhir.Structure;

namespace Phr.Planets.Intake.Offers;

/// <summary>
/// What a source calls its resources, made into ids of ours: the same name of the same source always comes to the same id, so what is sent
/// again is recognised and what is sent later finds what it refers to.
/// </summary>
public static class SourceIdentity
{
    // What has a number of its own in the world is that number, however a document calls it.
    private static readonly string[] Numbered = ["Patient", "Organization", "Practitioner"];

    private static readonly string[] Ordinary = ["official", "usual"];

    /// <summary>What its source calls a resource.</summary>
    /// <param name="fullUrl">Of its Bundle entry, if any.</param>
    /// <returns><c>Patient?system|value</c> of what has a number; <c>Type/id</c>; the fullUrl; or, of what has no name, its
    /// content.</returns>
    public static string NameOf(Element resource, string? fullUrl)
    {
        var type = resource.Type!.Name;
        var isUrn = fullUrl?.StartsWith("urn:", StringComparison.Ordinal) == true;
        if (isUrn && Numbered.Contains(type) && Number(resource) is { } number)
            return $"{type}?{number}";
        if (isUrn && fullUrl != $"urn:uuid:{resource.Child("id").Text}")
            return $"{type} {fullUrl}";
        return resource.Child("id").Text is { } id
            ? $"{type}/{id}"
            : $"{type} {fullUrl ?? Convert.ToHexStringLower(SHA256.HashData(resource.RawJson))}";
    }

    /// <summary>What a source calls the target of a reference that is not in the same Bundle; null of what is not the source's
    /// own.</summary>
    public static string? NameOf(string reference)
    {
        var literal = LiteralReference.Read(Encoding.UTF8.GetBytes(reference));
        return literal.Form switch
        {
            ReferenceForm.Relative => $"{literal.Type!.Name}/{Encoding.UTF8.GetString(literal.Id)}",
            ReferenceForm.Conditional when Encoding.UTF8.GetString(literal.Id) is var query && IsNumber(query) =>
                $"{literal.Type!.Name}?{query["identifier=".Length..]}",
            _ => null,
        };
    }

    /// <summary>A UUID of version 8 (RFC 9562, 5.8): SHA-256 over source and name.</summary>
    public static string IdOf(string source, string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\n{name}"), hash);
        hash[6] = (byte)(hash[6] & 0x0f | 0x80);
        hash[8] = (byte)(hash[8] & 0x3f | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString();
    }

    private static bool IsNumber(string query) =>
        query.StartsWith("identifier=", StringComparison.Ordinal) && !query.Contains('&', StringComparison.Ordinal);

    private static string? Number(Element resource)
    {
        var numbers = new List<(int Rank, string Text)>();
        foreach (var identifier in resource.Children("identifier"))
        {
            if (identifier.Child("system").Text is { } system && identifier.Child("value").Text is { } value)
                numbers.Add((Rank(identifier), $"{system}|{value}"));
        }
        // OrderBy is stable: of equals the first.
        return numbers.OrderBy(number => number.Rank).Select(number => number.Text).FirstOrDefault();
    }

    // The number under which the source itself files it comes first: a patient number (v2-0203 MR, PI) before an insurance or a passport.
    private static int Rank(Element identifier)
    {
        foreach (var coding in identifier.Child("type").Children("coding"))
        {
            if (coding.Child("code").Text is "MR" or "PI")
                return 0;
        }
        return Ordinary.Contains(identifier.Child("use").Text) || !identifier.Child("type").Exists ? 1 : 2;
    }
}
