using Chameleon.Engine.Checkpoints;

namespace Chameleon.Engine.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_directory_with_one_file_is_opened()
    {
        folder.Write("model.safetensors", SafetensorsBytes.Of(("a", [2], [1, 2])));
        using var checkpoint = Checkpoint.Open(folder.Path);

        Assert.Equal([1, 2], checkpoint.Tensors["a"].ToFloats());
        Assert.Equal(8, checkpoint.ByteCount);
    }

    [Fact]
    public void A_file_is_opened_by_its_own_name()
    {
        var path = folder.Write("any.safetensors", SafetensorsBytes.Of(("a", [1], [1])));
        using var checkpoint = Checkpoint.Open(path);
        Assert.Single(checkpoint.Tensors);
    }

    [Fact]
    public void Shards_are_joined()
    {
        WriteShards();
        WriteIndex("""{"metadata":{"total_size":8},"weight_map":{"a":"1.safetensors","b":"2.safetensors"}}""");
        var checkpoint = Checkpoint.Open(folder.Path);

        Assert.Equal([1], checkpoint.Tensors["a"].ToFloats());
        Assert.Equal([2], checkpoint.Tensors["b"].ToFloats());

        checkpoint.Dispose();
        Assert.Throws<ObjectDisposedException>(() => checkpoint.Tensors["a"].ToFloats());
        Assert.Throws<ObjectDisposedException>(() => checkpoint.Tensors["b"].ToFloats());
    }

    [Theory]
    [InlineData("../1.safetensors")]
    [InlineData("/etc/1.safetensors")]
    [InlineData("C:1.safetensors")]
    [InlineData("sub/1.safetensors")]
    [InlineData("..\\\\1.safetensors")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("1.safetensors\\u0000")]
    [InlineData("pytorch_model.bin")]
    public void An_index_cannot_name_files_elsewhere(string shard)
    {
        WriteShards();
        WriteIndex($$$"""{"weight_map":{"a":"{{{shard}}}"}}""");
        Refuse(CheckpointErrorKind.ShardOutsideDirectory);
    }

    [Fact]
    public void All_missing_shards_are_listed()
    {
        WriteShards();
        WriteIndex("""{"weight_map":{"a":"1.safetensors","c":"3.safetensors","d":"4.safetensors"}}""");
        var message = Refuse(CheckpointErrorKind.ShardMissing).Message;
        Assert.Contains("2 of 3", message);
        Assert.Contains("'3.safetensors', '4.safetensors'", message);
    }

    [Fact]
    public void A_tensor_in_two_shards_is_refused()
    {
        WriteShards();
        folder.Write("3.safetensors", SafetensorsBytes.Of(("b", [1], [3]), ("c", [1], [3])));
        WriteIndex("""{"weight_map":{"a":"1.safetensors","b":"2.safetensors","c":"3.safetensors"}}""");
        Assert.Contains("both 2.safetensors and 3.safetensors", Refuse(CheckpointErrorKind.DuplicateName).Message);
    }

    [Fact]
    public void Index_and_shards_that_disagree_are_refused_with_every_tensor()
    {
        WriteShards();
        WriteIndex("""{"weight_map":{"a":"2.safetensors","x":"1.safetensors"}}""");
        var message = Refuse(CheckpointErrorKind.InvalidIndex).Message;
        Assert.Contains("3 tensors", message);
        Assert.Contains("'a' lies in 1.safetensors, the index says 2.safetensors", message);
        Assert.Contains("'b' of 2.safetensors is not in the index", message);
        Assert.Contains("'x' is not in 1.safetensors", message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"weight_map\":{}}")]
    [InlineData("{\"weight_map\":{\"a\":1}}")]
    [InlineData("{\"weight_map\":{\"a\":\"1.safetensors\"}}x")]
    [InlineData("{\"weight_map\":{\"a\":\"1.safetensors\"},\"weight_map\":{}}")]
    [InlineData("{\"metadata\":[[[[[[[[[[[]]]]]]]]]]]}")]
    public void An_index_of_another_form_is_refused(string index)
    {
        WriteShards();
        WriteIndex(index);
        Refuse(CheckpointErrorKind.InvalidIndex);
    }

    [Fact]
    public void A_tensor_twice_in_the_index_is_refused()
    {
        WriteShards();
        WriteIndex("""{"weight_map":{"a":"1.safetensors","a":"2.safetensors"}}""");
        Refuse(CheckpointErrorKind.DuplicateName);
    }

    [Theory]
    [InlineData("consolidated.00.pth")]
    [InlineData("vqgan.ckpt")]
    [InlineData("pytorch_model.bin")]
    public void A_pickled_checkpoint_is_refused_with_the_way_out(string name)
    {
        var path = folder.Write(name, "\u0080\u0002cposix\nsystem\n.");
        foreach (var offered in new[] { path, folder.Path })
        {
            var exception = Assert.Throws<CheckpointException>(() => Checkpoint.Open(offered));
            Assert.Equal(CheckpointErrorKind.PickledFormat, exception.Kind);
            Assert.Contains("come in a later version", exception.Message);
            Assert.Contains("Hugging Face layout", exception.Message);
        }
    }

    [Fact]
    public void Meta_s_own_folders_are_recognised()
    {
        Directory.CreateDirectory(folder.File(Path.Combine("models", "7b")));
        folder.Write(Path.Combine("models", "7b", "consolidated.pth"), "");
        Assert.Contains("come in a later version", Refuse(CheckpointErrorKind.PickledFormat).Message);
    }

    [Fact]
    public void A_single_file_goes_before_an_index()
    {
        folder.Write("model.safetensors", SafetensorsBytes.Of(("whole", [1], [1])));
        WriteIndex("{}");
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal(["whole"], checkpoint.Tensors.Keys);
    }

    [Fact]
    public void A_damaged_shard_is_named_and_the_others_are_closed()
    {
        WriteShards();
        var damaged = folder.Write("2.safetensors", "short");
        WriteIndex("""{"weight_map":{"a":"1.safetensors","b":"2.safetensors"}}""");
        Assert.Equal(damaged, Refuse(CheckpointErrorKind.HeaderTooSmall).FileName);
        using var exclusive = new FileStream(folder.File("1.safetensors"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void A_path_without_weights_says_what_was_looked_for()
    {
        Assert.Contains("model.safetensors.index.json", Refuse(CheckpointErrorKind.NotFound).Message);
        Assert.Equal(
            CheckpointErrorKind.NotFound,
            Assert.Throws<CheckpointException>(() => Checkpoint.Open(folder.File("absent"))).Kind);
    }

    private void WriteShards()
    {
        folder.Write("1.safetensors", SafetensorsBytes.Of(("a", [1], [1])));
        folder.Write("2.safetensors", SafetensorsBytes.Of(("b", [1], [2])));
    }

    private void WriteIndex(string text) => folder.Write("model.safetensors.index.json", text);

    private CheckpointException Refuse(CheckpointErrorKind kind)
    {
        var exception = Assert.Throws<CheckpointException>(() => Checkpoint.Open(folder.Path));
        Assert.Equal(kind, exception.Kind);
        return exception;
    }
}
