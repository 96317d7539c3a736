using System.Security.Cryptography;
using System.Text;
using Phr.Simulator;
using Phr.Simulator.Writing.Meds;

namespace Phr.Tests.Simulator;

/// <summary>
/// The shipped model was trained on this world. Whoever changes it on purpose raises <see cref="World.Version"/>,
/// trains anew and puts the new digests here.
/// </summary>
public sealed class FrozenWorldTest
{
    [Fact]
    public void The_shipped_world_is_the_one_that_was_frozen() =>
        Assert.Equal("00ddc8cedb15e3f7baf699e2de8636be27551ff6f2a0855809b3a0fca95e8534", WorldDigest.Of(World.Shipped));

    /// <summary>
    /// The digest of a world covers its numbers and tables; this one covers what the code makes of them.
    /// </summary>
    [Fact]
    public void The_lives_in_it_are_the_ones_that_were_frozen()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var number in Enumerable.Range(0, 12))
        {
            foreach (var row in MedsRecord.Of(LifeSimulation.Live(World.Shipped, 11, number), devices: true))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(Line(row)));
            }
        }

        Assert.Equal("3fbd92f21057121cb45a189a60e6546536371c40642bf74f7cdac0abfa80afd0", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string Line(MedsEvent row) =>
        FormattableString.Invariant($"{row.SubjectId}|{row.Time:O}|{row.Code}|{row.NumericValue:R}|{row.TextValue}\n");

    [Fact]
    public void The_second_world_is_another() => Assert.NotEqual(WorldDigest.Of(World.Shipped), WorldDigest.Of(World.Second));
}
