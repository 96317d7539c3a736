using Microsoft.IdentityModel.JsonWebTokens;
using Phr.Cli;
using Phr.Cli.Tokens;

namespace Phr.Tests.Identity.EndToEnd;

[Collection(IdentityCollection.Name)]
public sealed class DemoAccountsTest(IdentityStack stack) : IAsyncLifetime
{
    private DemoFiles Files => new(stack.Folder);

    private DemoTokens Tokens => new(stack.Settings, Files, TimeProvider.System);

    public Task InitializeAsync() => new DemoAccounts(stack.Settings, Files).Provision(DemoPerson.Household(new DateOnly(2026, 11, 22)), default);

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("patient:1", "Patient", null)]
    [InlineData("patient:2", "Patient", null)]
    [InlineData("hospital:a", "Hospital", "hospital-a")]
    [InlineData("hospital:b", "Hospital", "hospital-b")]
    [InlineData("hospital:c", "Hospital", "hospital-c")]
    [InlineData("clinician:a", "Clinician", "hospital-a")]
    [InlineData("researcher", "Researcher", "study-1")]
    [InlineData("system", "System", null)]
    public async Task Everyone_of_the_demonstration_gets_a_token_by_the_real_way_in(string who, string role, string? organisation)
    {
        var caller = await stack.Who(await Tokens.New(who, default));
        Assert.Equal((role, organisation), ((string?)caller["role"], (string?)caller["organisation"]));
        Assert.Equal(role == "Patient", caller["patient"] is not null);
    }

    [Fact]
    public async Task To_provision_again_changes_nothing()
    {
        var before = Files.Account("patient:1");
        await new DemoAccounts(stack.Settings, Files).Provision(DemoPerson.Household(new DateOnly(2026, 11, 22)), default);
        Assert.Equal(before, Files.Account("patient:1"));
    }

    [Fact]
    public void What_they_sign_in_with_only_the_owner_reads()
    {
        foreach (var folder in new[] { "accounts", "clients", "keys" })
        foreach (var file in Directory.GetFiles(Path.Combine(stack.Folder, folder)))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_token_is_given_again_while_it_is_good_for_an_hour_and_by_one_sign_in_for_many_who_ask()
    {
        // Tokens of this stack live for minutes: one of a demonstration is put in their place.
        var tokens = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Tokens.New("system", default)));
        Assert.Equal(4, tokens.Distinct().Count());
        var (moved, kept) = (new SetClock(DateTimeOffset.UtcNow - TimeSpan.FromHours(2)), new DemoTokens(stack.Settings, Files, TimeProvider.System));
        var early = new DemoTokens(stack.Settings, Files, moved);

        var given = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => early.For("system", default)));

        Assert.Single(given.Distinct());
        Assert.NotEqual(given[0], await kept.For("system", default));
        Assert.Equal("operator", new JsonWebToken(given[0]).Subject);
    }

    [Fact]
    public async Task Nobody_else_gets_one()
    {
        var refused = await Assert.ThrowsAsync<CommandException>(() => Tokens.For("president", default));
        Assert.Contains("patient:1", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CommandException>(() => Tokens.For("patient:3", default));
    }
}
