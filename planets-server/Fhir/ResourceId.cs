using System.Text;
using Phr.Fhir.Structure;

namespace Phr.Fhir;

/// <summary>Ids of resources. R4 datatypes.html#id.</summary>
public static class ResourceId
{
    public const int CharactersMax = 64;

    /// <summary>Whether a resource can have it.</summary>
    public static bool IsId(ReadOnlySpan<char> text)
    {
        Span<byte> ascii = stackalloc byte[CharactersMax];
        return Encoding.UTF8.TryGetBytes(text, ascii, out var length) && PrimitiveFormat.IsId(ascii[..length]);
    }
}
