using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Phr.Consent.Accounts;

/// <summary>
/// The tables of <c>migrations/002-accounts.sql</c> as ASP.NET Core Identity's store sees them. The SQL files make them; nothing is
/// generated from here.
/// </summary>
public sealed class AccountsContext(DbContextOptions<AccountsContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var account = modelBuilder.HasDefaultSchema("consent").Entity<Account>().ToTable("account");
        account.Ignore(a => a.Email).Ignore(a => a.NormalizedEmail).Ignore(a => a.EmailConfirmed).Ignore(a => a.PhoneNumber)
            .Ignore(a => a.PhoneNumberConfirmed).Ignore(a => a.TwoFactorEnabled).Ignore(a => a.LockoutEnabled);
        account.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
        account.Property(a => a.Role).HasConversion(LowerCase<AccountRole>());
        account.Property(a => a.Sex).HasConversion(LowerCase<Sex>());
        foreach (var property in account.Metadata.GetProperties())
            property.SetColumnName(SnakeCase(property.Name));
    }

    private static ValueConverter<T, string> LowerCase<T>() where T : struct, Enum => new(
        value => value.ToString().ToLowerInvariant(), text => Enum.Parse<T>(text, true));

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
