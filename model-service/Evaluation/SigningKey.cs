using System.Security.Cryptography;

namespace Phr.Model.Evaluation;

/// <summary>
/// The key by which a site signs evaluations (ECDSA, P-256): both lie among the site's keys, for whoever may add a
/// public one there decides who may sign.
/// </summary>
public static class SigningKey
{
    private const string PublicEnding = ".public.pem";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where a data folder keeps signed evaluations.</summary>
    public static string Evaluations(string dataFolder) => Path.Combine(dataFolder, "evaluations");

    private static string Keys(string dataFolder) => Path.Combine(dataFolder, "keys");

    /// <summary>The site's own key, made when it is not there.</summary>
    /// <exception cref="InvalidDataException">The file holds no such key.</exception>
    public static ECDsa LoadOrCreate(string dataFolder)
    {
        var file = Path.Combine(Keys(dataFolder), "evaluation.pem");
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
            using (var stream = new FileStream(file + ".new", options))
            using (var writer = new StreamWriter(stream))
                writer.Write(key.ExportPkcs8PrivateKeyPem());
            File.Move(file + ".new", file);
        }
        Import(key, file);
        File.WriteAllText(Path.Combine(Keys(dataFolder), "evaluation" + PublicEnding), key.ExportSubjectPublicKeyInfoPem());
        return key;
    }

    /// <summary>Public keys of those who may sign: files <c>NAME.public.pem</c>.</summary>
    /// <exception cref="InvalidDataException">A file holds no public key.</exception>
    public static IReadOnlyList<ECDsa> Trusted(string dataFolder)
    {
        var folder = Keys(dataFolder);
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.GetFiles(folder, "*" + PublicEnding).Order(StringComparer.Ordinal).Select(file =>
        {
            var key = ECDsa.Create();
            Import(key, file);
            return key;
        })];
    }

    private static void Import(ECDsa key, string file)
    {
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new InvalidDataException($"{file} holds no key for signing.", e);
        }
    }
}
