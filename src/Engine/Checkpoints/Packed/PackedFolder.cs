using System.Security.Cryptography;
using System.Text;

namespace Chameleon.Engine.Checkpoints.Packed;

/// <summary>The folder in which the packed weights of one model are kept.</summary>
/// <param name="path">The folder.</param>
internal sealed class PackedFolder(string path)
{
    /// <summary>How files of packed weights end.</summary>
    public const string Extension = ".packed";

    /// <summary>How files end that are still being written.</summary>
    public const string PartialExtension = ".partial";

    /// <summary>Its name in the model's folder.</summary>
    public const string Name = ".chameleon";

    private const int HashDigits = 12;

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>What is known of the files that weights were made of.</summary>
    public SourceHashes Hashes => new(System.IO.Path.Combine(Path, "source.txt"));

    /// <summary>The folder of a model.</summary>
    /// <param name="model">The model's folder.</param>
    /// <param name="shared">A folder for several models; null: each model's is in its own.</param>
    public static PackedFolder Of(string model, string? shared)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(model));
        return new PackedFolder(shared is null
            ? System.IO.Path.Combine(full, Name)
            : System.IO.Path.Combine(System.IO.Path.GetFullPath(shared), $"{System.IO.Path.GetFileName(full)}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(full)))[..HashDigits]}"));
    }

    /// <summary>Where packed weights of a key lie.</summary>
    public string FileOf(PackedKey key) => System.IO.Path.Combine(Path, key.FileName);

    /// <summary>The files that there are.</summary>
    public IReadOnlyList<FileInfo> Files() => Directory.Exists(Path)
        ? [.. new DirectoryInfo(Path).EnumerateFiles($"*{Extension}").OrderBy(file => file.Name, StringComparer.Ordinal)]
        : [];

    /// <summary>Deletes what a process that died left half written, as far as it may be deleted.</summary>
    public void CleanUp()
    {
        try
        {
            foreach (var file in Directory.Exists(Path) ? Directory.GetFiles(Path, $"*{PartialExtension}") : [])
            {
                TryDeleteForgotten(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It may not be looked into, and so nothing of it is used either.
        }
    }

    /// <summary>Deletes packed weights that nobody will use: those of weights that are no longer there.</summary>
    /// <param name="source">SHA-256 of the weights that are.</param>
    public void DropOutdated(string source)
    {
        foreach (var file in Files())
        {
            try
            {
                if (PackedFile.ReadIndex(file.FullName).Source == source)
                {
                    continue;
                }
            }
            catch (InvalidDataException)
            {
                // Damaged: of no use either.
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            TryDelete(file.FullName);
        }
    }

    /// <summary>Deletes a file, if it is there and may be deleted.</summary>
    public static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays: there is nothing else to do about it, and it does no harm.
        }
    }

    /// <summary>Deletes a half-written file unless somebody still writes it: whoever does has locked it.</summary>
    private static void TryDeleteForgotten(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody writes it.
        }
    }
}
