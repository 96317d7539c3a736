using System.Globalization;
using System.Text.Json.Nodes;
using Phr.Platform.Identity;

namespace Phr.Consent.Accounts;

/// <summary>The person's own Patient, in the shape of JP Core: kanji and kana names told apart by iso21090-EN-representation.</summary>
public static class OwnPatient
{
    /// <summary>Identifier system of accounts: by it a Patient that was made already is found again.</summary>
    public const string AccountSystem = "https://phr.example/fhir/sid/account";

    private const string Representation = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";

    public static JsonObject Resource(Account account) => new()
    {
        ["resourceType"] = "Patient",
        ["meta"] = new JsonObject { ["profile"] = new JsonArray("http://jpfhir.jp/fhir/core/StructureDefinition/JP_Patient") },
        ["language"] = "ja",
        ["identifier"] = Identifiers(account),
        ["active"] = true,
        ["name"] = new JsonArray(Name(account.Name, "IDE"), Name(account.Kana, "SYL")),
        ["gender"] = account.Sex!.Value.ToString().ToLowerInvariant(),
        ["birthDate"] = account.BirthDate!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private static JsonArray Identifiers(Account account)
    {
        var identifiers = new JsonArray(new JsonObject { ["system"] = AccountSystem, ["value"] = account.Id.ToString() });
        // By this number hospital records are offered as theirs: one that nobody verified must not be there.
        if (account is { InsuredPersonVerified: true, InsuredPerson: { } number })
            identifiers.Add(new JsonObject
            {
                ["system"] = InsuredPersonNumber.System, ["value"] = InsuredPersonNumber.Parse(number)!.ToIdentifierValue(),
            });
        return identifiers;
    }

    // Family name first, as written; a name without a blank is all text.
    private static JsonObject Name(string text, string representation)
    {
        var name = new JsonObject
        {
            ["extension"] = new JsonArray(new JsonObject { ["url"] = Representation, ["valueCode"] = representation }),
            ["use"] = "official",
            ["text"] = text,
        };
        var parts = text.Split([' ', '　'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > 1)
        {
            name["family"] = parts[0];
            name["given"] = new JsonArray([.. parts[1..].Select(part => JsonValue.Create(part))]);
        }
        return name;
    }
}
