using System.Text.RegularExpressions;
using Phr.Platform;

namespace Phr.Mobile.Forwarding;

/// <summary>What may stand in the path of a request to another service: so no id can name another address there.</summary>
internal static partial class Identifiers
{
    /// <summary>Null where the text is an id (R4 datatypes#id).</summary>
    public static Refusal? Fault(string id, string place) =>
        Id().IsMatch(id) ? null : new Refusal(RefusalKind.Invalid, "This is no id: 1 to 64 of A–Z a–z 0–9 - and dots.", place);

    /// <summary>Null where the text may be the name of a resource type.</summary>
    public static Refusal? TypeFault(string type) =>
        Type().IsMatch(type) ? null : new Refusal(RefusalKind.Invalid, "This is no resource type.", "type");

    // "." and ".." would be steps in the path.
    [GeneratedRegex(@"^(?!\.{1,2}$)[A-Za-z0-9\-.]{1,64}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"^[A-Z][A-Za-z]{2,40}\z")]
    private static partial Regex Type();
}
