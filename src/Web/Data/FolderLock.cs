namespace Chameleon.Web.Data;

/// <summary>
/// Holds a data folder for one process. A second one would take the answers that the first is making for abandoned.
/// The operating system lets go of it when the process ends, however it ends.
/// </summary>
internal static class FolderLock
{
    private const string FileName = "chameleon.lock";

    /// <exception cref="DataStoreException">Another process has it, or the folder cannot be written.</exception>
    public static FileStream Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException or NotSupportedException)
        {
            throw new DataStoreException(
                DataFailure.Unavailable, $"The data folder {folder} cannot be written; check its permissions, or choose another one.", e);
        }
        catch (IOException e)
        {
            throw new DataStoreException(
                DataFailure.InUse, $"Another Chameleon works on the data folder {folder}; stop it, or choose another folder.", e);
        }
    }
}
