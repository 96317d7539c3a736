namespace Phr.EventLog;

/// <summary>One process at a time makes, opens or restores the store in a folder.</summary>
internal static class KeyFolderLock
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    /// <exception cref="KeyStoreException">Another process held it all the time.</exception>
    public static IDisposable Take(KeyFolder folder)
    {
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(50))
        {
            try
            {
                return new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < WaitMax)
            {
                Thread.Sleep(50);
            }
            catch (IOException)
            {
                throw new KeyStoreException($"Another process holds the key store in {folder.Path}.");
            }
        }
    }
}
