using System.Security.Cryptography;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests;

public sealed class PictureHashTests
{
    [Fact]
    public void The_hash_is_the_files_and_an_object_is_hashed_once()
    {
        var content = new DataContent(new byte[] { 1, 2, 3 }, "image/png");
        Assert.Equal(SHA256.HashData([1, 2, 3]), PictureHash.Of(content));
        Assert.Same(PictureHash.Of(content), PictureHash.Of(content));
        Assert.Equal(PictureHash.Of(content), PictureHash.Of(new DataContent("data:image/webp;base64,AQID")));
        Assert.NotEqual(PictureHash.Of(content), PictureHash.Of(new DataContent(new byte[] { 1, 2 }, "image/png")));
    }
}
