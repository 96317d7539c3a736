using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Phr.Fhir.Writing;

internal static class Json
{
    /// <summary>Japanese stays readable; what HTML could take for markup is escaped.</summary>
    public static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
}
