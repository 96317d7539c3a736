using Microsoft.AspNetCore.Http;
using Phr.Fhir;
using Phr.Platform;

namespace Phr.Planets.Validation;

/// <summary>What <c>$validate</c> is asked.</summary>
/// <param name="Resource">Bytes of the resource; empty where none was sent. Its faults are what the operation answers, so nothing has
/// checked
/// them yet.</param>
/// <param name="Mode">create, update, delete, profile, or null.</param>
internal sealed record ValidateRequest(ReadOnlyMemory<byte> Resource, string? Mode, IReadOnlyList<string> Profiles)
{
    private static readonly string[] Modes = ["create", "update", "delete", "profile"];

    public static Answer<ValidateRequest> Read(ReadOnlyMemory<byte> body, IQueryCollection query)
    {
        var mode = query["mode"].FirstOrDefault();
        var profiles = query["profile"].OfType<string>().ToList();
        var resource = body;
        var (document, issues) = body.IsEmpty ? default : FhirDocument.ParseLenient(body);
        if (!body.IsEmpty && document is null)
            return new Refusal(RefusalKind.Invalid, issues[0].English, null, issues[0].Code);
        using (document)
        {
            if (document?.Root.Type?.Name == "Parameters" && IsCall(document.Root))
            {
                resource = default;
                foreach (var parameter in document.Root.Children("parameter"))
                {
                    var value = parameter.Child("value");
                    switch (parameter.Child("name").Text)
                    {
                        case "resource":
                            resource = parameter.Child("resource") is { Exists: true } sent ? sent.RawJson.ToArray() : default;
                            break;
                        case "mode":
                            mode = value.Exists ? value.Text : null;
                            break;
                        case "profile" when value is { Exists: true, Text: { } profile }:
                            profiles.Add(profile);
                            break;
                        default:
                            return new Refusal(RefusalKind.Invalid, "This is not a parameter of $validate.", parameter.Path(),
                                "not-supported");
                    }
                }
            }
        }
        if (mode is not null && !Modes.Contains(mode))
            return new Refusal(RefusalKind.Invalid, "The mode is create, update, delete or profile.", "mode", "value");
        if (profiles.Count > Validate.ProfilesMax)
            return new Refusal(RefusalKind.TooLarge, $"At most {Validate.ProfilesMax} profiles can be asked for.", "profile", "too-costly");
        return new ValidateRequest(resource, mode, profiles);
    }

    // A Parameters resource may be itself what is to be validated: then it has no part that is called resource.
    private static bool IsCall(Element parameters)
    {
        foreach (var parameter in parameters.Children("parameter"))
            if (parameter.Child("name").Text is "resource" or "mode" or "profile")
                return true;
        return false;
    }
}
