using System.Text;
using Phr.Platform;

namespace Phr.Tests.Platform;

public sealed class SecretSealTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-seal-").FullName;

    private string KeyFile => Path.Combine(_folder, "keys", "consent.key");

    [Fact]
    public void What_was_sealed_opens_for_its_purpose_and_for_no_other()
    {
        using var seal = SecretSeal.LoadOrCreate(KeyFile);
        var sealedText = seal.Seal("secret"u8, "totp");

        Assert.Equal("secret", Encoding.UTF8.GetString(seal.Open(sealedText, "totp")!));
        Assert.Null(seal.Open(sealedText, "registration"));
    }

    [Fact]
    public void What_was_changed_or_cut_does_not_open()
    {
        using var seal = SecretSeal.LoadOrCreate(KeyFile);
        var sealedText = seal.Seal("secret"u8, "totp");
        for (var i = 0; i < sealedText.Length; i++)
        {
            var changed = sealedText.ToArray();
            changed[i] ^= 1;
            Assert.Null(seal.Open(changed, "totp"));
            Assert.Null(seal.Open(sealedText.AsSpan(0, i), "totp"));
        }
    }

    [Fact]
    public void The_key_is_made_once_and_only_its_owner_reads_it()
    {
        using var seal = SecretSeal.LoadOrCreate(KeyFile);
        using var again = SecretSeal.LoadOrCreate(KeyFile);

        Assert.Equal("x", Encoding.UTF8.GetString(again.Open(seal.Seal("x"u8, "p"), "p")!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        File.WriteAllBytes(KeyFile, new byte[31]);
        Assert.Throws<InvalidDataException>(() => SecretSeal.LoadOrCreate(KeyFile));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void One_seal_serves_many_threads_at_a_time()
    {
        var file = Path.Combine(Path.GetTempPath(), $"phr-seal-{Guid.NewGuid()}.key");
        using var seal = SecretSeal.LoadOrCreate(file);
        File.Delete(file);

        Parallel.For(0, 20_000, i =>
        {
            var text = BitConverter.GetBytes(i);
            Assert.Equal(text, seal.Open(seal.Seal(text, "test"), "test"));
        });
    }
}
