using System.Diagnostics;
using System.Text;
using Chameleon.Engine.Checkpoints;

namespace Chameleon.Engine.Tests.Checkpoints;

public sealed class SafetensorsAttackTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(100_000_001UL)]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    public void A_header_above_the_limit_is_refused_before_memory_is_taken(ulong length)
    {
        var path = folder.Write("x.safetensors", SafetensorsBytes.WithLength(length, new byte[64]));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var exception = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));

        Assert.Equal(CheckpointErrorKind.HeaderTooLarge, exception.Kind);
        Assert.Contains("100000000", exception.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_of_less_than_eight_bytes_is_refused(int length) =>
        Refuse(new byte[length], CheckpointErrorKind.HeaderTooSmall);

    [Fact]
    public void A_header_that_reaches_beyond_the_file_is_refused() =>
        Refuse(SafetensorsBytes.WithLength(60, "{}"u8.ToArray()), CheckpointErrorKind.InvalidHeaderLength);

    [Fact]
    public void A_header_that_is_not_utf8_is_refused() =>
        Refuse(SafetensorsBytes.Of([.. "{\""u8, 0xff, .. "\":1}"u8], []), CheckpointErrorKind.InvalidHeaderEncoding);

    [Fact]
    public void Padding_with_nul_bytes_is_named() =>
        Assert.Contains("0x00 at offset 2", Refuse(SafetensorsBytes.Of("{}\0\0"), CheckpointErrorKind.InvalidHeader).Message);

    [Theory]
    [InlineData("")]
    [InlineData(" {}")]
    [InlineData("\n{}")]
    [InlineData("[]")]
    public void A_header_must_begin_with_a_brace(string header) =>
        Refuse(SafetensorsBytes.Of(header), CheckpointErrorKind.InvalidHeaderStart);

    [Theory]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("{}{}")]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"a\":[]}")]
    [InlineData("{\"a\":{}}")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0]}}")]
    [InlineData("{\"a\":{\"dtype\":1,\"shape\":[0],\"data_offsets\":[0,0]}}")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[[0]],\"data_offsets\":[0,0]}}")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[\"0\"],\"data_offsets\":[0,0]}}")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0]}}")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0,0]}}")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0],\"extra\":1}}")]
    [InlineData("{\"\\ud800\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}")]
    [InlineData("{\"__metadata__\":{\"a\":1}}")]
    [InlineData("{\"__metadata__\":{\"a\":{\"b\":\"c\"}}}")]
    public void A_header_of_another_form_is_refused(string header) =>
        Refuse(SafetensorsBytes.Of(header), CheckpointErrorKind.InvalidHeader);

    [Fact]
    public void Deep_nesting_ends_in_an_error_not_in_a_stack_overflow() =>
        Refuse(SafetensorsBytes.Of("{\"a\":" + new string('[', 1_000_000)), CheckpointErrorKind.InvalidHeader);

    [Theory]
    [InlineData("[0,4]", "[0,4]", 4)]
    [InlineData("[0,4]", "[2,6]", 6)]
    [InlineData("[0,4]", "[5,9]", 9)]
    [InlineData("[4,8]", "[8,12]", 12)]
    [InlineData("[0,4]", "[8,4]", 8)]
    [InlineData("[0,4]", "[-4,0]", 4)]
    [InlineData("[0,4]", "[4.0,8]", 8)]
    [InlineData("[0,4]", "[4,9223372036854775808]", 8)]
    public void Overlaps_gaps_and_reversed_offsets_are_refused(string first, string second, int dataLength)
    {
        var header = $$"""{"a":{"dtype":"F32","shape":[1],"data_offsets":{{first}} },"b":{"dtype":"F32","shape":[1],"data_offsets":{{second}} } }""";
        Refuse(SafetensorsBytes.Of(header, dataLength), CheckpointErrorKind.InvalidOffset);
    }

    [Fact]
    public void Many_tensors_over_the_same_bytes_are_refused()
    {
        var header = string.Join(',', Enumerable.Range(0, 1_000).Select(
            i => $$"""  "t{{i}}":{"dtype":"F32","shape":[100],"data_offsets":[0,400]} """));
        Refuse(SafetensorsBytes.Of("{" + header + "}", 400), CheckpointErrorKind.InvalidOffset);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(4000)]
    public void Missing_and_trailing_bytes_are_refused(int dataLength) => Refuse(
        SafetensorsBytes.Of("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", dataLength),
        CheckpointErrorKind.IncompleteBuffer);

    [Theory]
    [InlineData("[-1]")]
    [InlineData("[1.5]")]
    [InlineData("[1e2]")]
    [InlineData("[2147483648]")]
    [InlineData("[9223372036854775808]")]
    [InlineData("[2147483647,2147483647,2147483647]")]
    [InlineData("[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]")]
    public void Impossible_dimensions_are_refused(string shape) => Refuse(
        SafetensorsBytes.Of($$"""{"a":{"dtype":"F32","shape":{{shape}},"data_offsets":[0,4]} }""", 4),
        CheckpointErrorKind.ValidationOverflow);

    [Theory]
    [InlineData("F32", "[2]")]
    [InlineData("F32", "[0]")]
    [InlineData("BF16", "[1]")]
    [InlineData("F64", "[2147483647,2147483647]")]
    public void A_size_that_is_not_shape_times_element_is_refused(string dtype, string shape)
    {
        var exception = Refuse(
            SafetensorsBytes.Of($$"""{"layer.weight":{"dtype":"{{dtype}}","shape":{{shape}},"data_offsets":[0,4]} }""", 4),
            CheckpointErrorKind.InvalidTensorSize);
        Assert.Equal("layer.weight", exception.TensorName);
        Assert.Contains("'layer.weight'", exception.Message);
    }

    [Theory]
    [InlineData("F8_E8M0")]
    [InlineData("f32")]
    [InlineData("")]
    public void An_unknown_element_type_is_refused_by_name(string dtype) => Assert.Contains(
        $"'{dtype}'",
        Refuse(
            SafetensorsBytes.Of($$"""{"a":{"dtype":"{{dtype}}","shape":[4],"data_offsets":[0,4]} }""", 4),
            CheckpointErrorKind.UnknownDType).Message);

    [Fact]
    public void Hundreds_of_thousands_of_tensors_inside_a_legal_header_end_soon()
    {
        var header = new StringBuilder("{");
        for (var i = 0; i < 300_000; i++)
        {
            header.Append($"\"{i}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}},");
        }

        var bytes = SafetensorsBytes.Of(header.Append("\"z\":{}}").ToString());
        var clock = Stopwatch.StartNew();
        Refuse(bytes, CheckpointErrorKind.TooManyTensors);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"\u0061":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""")]
    public void Names_that_occur_twice_are_refused(string header) =>
        Refuse(SafetensorsBytes.Of(header), CheckpointErrorKind.DuplicateName);

    [Fact]
    public void A_hostile_name_does_not_reach_the_message_as_it_is()
    {
        var name = "\\u001b[31m" + new string('x', 10_000);
        var message = Refuse(
            SafetensorsBytes.Of($$"""{"{{name}}":{"dtype":"U8","shape":[1],"data_offsets":[0,0]} }"""),
            CheckpointErrorKind.InvalidTensorSize).Message;
        Assert.DoesNotContain('\u001b', message);
        Assert.InRange(message.Length, 200, 600);
    }

    private CheckpointException Refuse(byte[] bytes, CheckpointErrorKind kind)
    {
        var path = folder.Write("x.safetensors", bytes);
        var exception = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));
        Assert.Equal(kind, exception.Kind);
        Assert.Equal(path, exception.FileName);
        Assert.Contains(path, exception.Message);
        return exception;
    }
}
