using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.CommandLine;

/// <summary>Reads picture files that the user names.</summary>
internal static class PictureFile
{
    /// <summary>The pixels of a file, upright.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="cancellationToken">Takes effect within a few rows.</param>
    /// <exception cref="CommandFailure">There is no such file, or it is no picture; the message names the file.</exception>
    public static PixelImage Read(string path, CancellationToken cancellationToken = default)
    {
        try
        {
            return ImageDecoder.Decode(ReadBounded(path), ImageDecodeOptions.Upload, cancellationToken);
        }
        catch (ImageFormatException exception)
        {
            throw new CommandFailure($"{path}: {exception.Message}");
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            throw new CommandFailure($"{path} is a folder, not a picture.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailure($"There is no picture {path}.");
        }
    }

    /// <summary>The file, or as much of it as shows that it is too large; a device never ends.</summary>
    private static byte[] ReadBounded(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var limit = ImageDecodeOptions.Upload.MaxBytes + 1;
        var bytes = new byte[file.CanSeek ? Math.Min(file.Length, limit) : limit];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
