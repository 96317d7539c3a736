using System.Security.Cryptography;
using System.Text.Json;
using Phr.Simulator.Codes;

namespace Phr.Simulator;

/// <summary>
/// SHA-256 over the simulator's version, the world and the code tables. What is trained on a world names its digest, so
/// that a later change of the world cannot pass unnoticed.
/// </summary>
public static class WorldDigest
{
    public static string Of(World world)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(World.Version));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(world));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(LabTests.All));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(Vitals.All));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(Diseases.All));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(Drugs.All));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
