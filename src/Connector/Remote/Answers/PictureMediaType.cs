namespace Chameleon.Connector.Remote.Answers;

/// <summary>What a picture's file is, by its first bytes: what servers declare is often not so.</summary>
internal static class PictureMediaType
{
    public static string Of(ReadOnlySpan<byte> file) => file switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        _ => throw new Engine.Imaging.ImageFormatException("It is not a picture of a known kind."),
    };

    public static string Extension(ReadOnlySpan<byte> file) => Of(file) switch
    {
        "image/jpeg" => ".jpg",
        var type => "." + type["image/".Length..],
    };
}
