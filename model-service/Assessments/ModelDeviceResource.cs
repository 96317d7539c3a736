using System.Text.Json;
using Phr.Model.Scoring;

namespace Phr.Model.Assessments;

/// <summary>FHIR R4 Device of a model: name, version and digest, so that every assessment names what made it.</summary>
public static class ModelDeviceResource
{
    public const string DigestSystem = "urn:phr:model-sha256";

    /// <summary>The same for the same model, so that it is stored once.</summary>
    public static string Id(ModelArtefact model) => $"model-{model.Digest[..32]}";

    public static byte[] Json(ModelArtefact model) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        resourceType = "Device",
        id = Id(model),
        identifier = new[] { new { system = DigestSystem, value = model.Digest } },
        status = "active",
        manufacturer = "Phr",
        deviceName = new[] { new { name = model.Name, type = "model-name" } },
        type = new { text = $"Risk model (Mamba-2), trained on {(model.Learnt is null ? "simulated records" : "a site's own records")}" },
        version = new[] { new { value = model.Digest } },
    });
}
