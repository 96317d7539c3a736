using System.Text.Json.Nodes;
using Phr.Cli.Demo;
using Phr.Simulator.Households;

namespace Phr.Tests.EndToEnd;

public sealed class IdentifiersTest
{
    [Fact]
    public void Whatever_tells_who_somebody_is_is_collected_and_found()
    {
        var identifiers = new Identifiers();
        identifiers.Add(new PersonFacts("清水 和子", "シミズ カズコ", new DateOnly(1963, 5, 4), "female", "01990001:しみず:１:01"));
        identifiers.Add(JsonNode.Parse("""
            {"entry":[{"resource":{"id":"abc-1","identifier":[{"system":"s","value":"N-0001"}],"telecom":[{"value":"0300000001"}],
            "address":[{"text":"東京都文京区"}],"serviceProvider":{"identifier":{"value":"1310000001"}},"code":{"text":"HbA1c"}}}]}
            """));

        // The whole name and its parts.
        foreach (var text in new[] { "清水 和子", "清水和子", "シミズ カズコ", "シミズカズコ" })
            Assert.Equal(3, Identifiers.CountIn($"{{\"x\":\"{text}\"}}", identifiers.All));
        foreach (var text in new[] { "清水", "和子", "シミズ", "カズコ", "1963-05-04", "01990001:しみず:１:01", "abc-1", "N-0001", "0300000001", "東京都文京区", "1310000001" })
            Assert.Equal(1, Identifiers.CountIn($"{{\"x\":\"{text}\"}}", identifiers.All));
        Assert.Equal(0, Identifiers.CountIn("""{"code":{"text":"HbA1c"},"birthDate":"1963"}""", identifiers.All));
    }

    [Fact]
    public void A_text_too_short_to_be_told_from_others_is_left_out()
    {
        var identifiers = new Identifiers();
        identifiers.Add("123");
        Assert.Empty(identifiers.All);
    }
}
