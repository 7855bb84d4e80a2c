using Chameleon.Engine.Compute.Cpu.Amx;
using Chameleon.Engine.Compute.Cpu.Convolution;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Integer;
using Chameleon.Engine.Compute.Cpu.Keeping;
using Chameleon.Engine.Compute.Cpu.Vectors;
using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Compute.Packing;
using Chameleon.Engine.Compute.Reference;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu;

/// <summary>
/// The processor of this machine, with the widest vectors and all the threads that it has. Results do not depend on
/// either. One thread at a time; dispose ends its threads, while its tensors live on until they are disposed themselves.
/// </summary>
public sealed class CpuDevice : IPackingDevice
{
    private readonly HostStore store = new();
    private readonly Workspace workspace = new();
    private readonly WorkerPool pool;
    private readonly AmxProducts? amx;
    private readonly IntegerPacking? integers;
    private readonly MatrixKernels kernels;
    private readonly VectorKernels vectorKernels;
    private readonly CpuKeeping keeping;
    private readonly PackedLayout layout;

    /// <param name="options">Threads and instruction set; by default all that the machine has.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of threads below 1 or above 1,024.</exception>
    public CpuDevice(CpuOptions? options = null)
        : this(options ?? new CpuOptions(), options is { Amx: true, Activations: ActivationPrecision.Int8 } ? AmxProcessor.TryTake() : null)
    {
    }

    /// <param name="options">Threads and instruction set.</param>
    /// <param name="tiles">Multiplies many rows of int8 activations, or null.</param>
    internal CpuDevice(CpuOptions options, ITileMachine? tiles)
    {
        pool = new WorkerPool(options.Threads);
        amx = tiles is null ? null : new AmxProducts(tiles, options.Instructions.VectorBits());
        integers = IntegerRange.Of(options.Activations) is { } range ? new IntegerPacking(range, workspace, amx, pool) : null;
        kernels = MatrixKernels.ForWidth(options.Instructions.VectorBits());
        vectorKernels = VectorKernels.For(options.Instructions, pool, workspace);
        keeping = new CpuKeeping(kernels.PanelWidth, integers);
        layout = new PackedLayout($"cpu-{options.Instructions.VectorBits()}-{(integers is null ? "float32" : "int8")}", CpuKeeping.Version);
        Name = $"cpu ({options.Instructions.DisplayName()}{(amx is null ? "" : ", AMX")}, {options.Threads} thread{(options.Threads == 1 ? "" : "s")}{options.Activations.DisplayName()})";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public long AllocatedBytes => store.Ledger.Bytes;

    PackedLayout IPackingDevice.Layout => layout;

    MemoryLedger IPackingDevice.Ledger => store.Ledger;

    /// <inheritdoc/>
    public Tensor Allocate(DType dtype, params ReadOnlySpan<int> shape) => store.Allocate(dtype, shape);

    /// <inheritdoc/>
    public Tensor Upload(HostTensor source, DType dtype = DType.F32) => store.Upload(source, dtype);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> source, Tensor destination) => HostStore.Write(source, destination);

    /// <inheritdoc/>
    public void Read(Tensor source, long start, Span<float> destination) => HostStore.Read(source, start, destination);

    /// <inheritdoc/>
    public LinearWeight PackLinear(HostTensor weight, HostTensor? bias = null) =>
        CpuLinear.Pack(this, kernels, pool, weight, bias, integers);

    /// <inheritdoc/>
    public ConvolutionWeight PackConvolution(HostTensor weight, HostTensor? bias, ConvolutionGeometry geometry) =>
        CpuConvolution.Pack(this, kernels, pool, weight, bias, geometry);

    PackedParts IPackingDevice.TakeApart(LinearWeight weight) => CpuKeeping.TakeApart(OperandChecks.Own<CpuLinearWeight>(weight));

    PackedParts IPackingDevice.TakeApart(ConvolutionWeight weight) => CpuKeeping.TakeApart(OperandChecks.Own<CpuConvolutionWeight>(weight).Matrix);

    LinearWeight IPackingDevice.PutTogether(PackedParts parts, MatrixShape shape) => keeping.PutTogether(parts, shape);

    ConvolutionWeight IPackingDevice.PutTogether(PackedParts parts, MatrixShape shape, ConvolutionGeometry geometry) =>
        new CpuConvolutionWeight(CpuKeeping.Plain(keeping.PutTogether(parts, shape)), geometry);

    /// <inheritdoc/>
    public void GatherRows(Tensor input, ReadOnlySpan<int> rows, Tensor output) => CpuGather.Rows(input, rows, output);

    /// <inheritdoc/>
    public void Linear(Tensor input, LinearWeight weight, Tensor output) =>
        CpuLinear.Apply(kernels, pool, input, weight, output);

    /// <inheritdoc/>
    public void RmsNorm(Tensor input, Tensor weight, float epsilon, Tensor output)
    {
        OpShapes.RmsNorm(input, weight, output);
        vectorKernels.RmsNorm(input, weight, epsilon, output);
        GC.KeepAlive(input);
        GC.KeepAlive(weight);
        GC.KeepAlive(output);
    }

    /// <inheritdoc/>
    public void HeadLayerNorm(Tensor x, Tensor weight, Tensor bias, float epsilon)
    {
        OpShapes.HeadLayerNorm(x, weight, bias);
        vectorKernels.HeadLayerNorm(x, weight, bias, epsilon);
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
    }

    /// <inheritdoc/>
    public void Rope(Tensor x, ReadOnlySpan<int> positions, Tensor cos, Tensor sin, int headDim)
    {
        OpShapes.Rope(x, positions, cos, sin, headDim);
        vectorKernels.Rope(x, positions, cos, sin, headDim);
        GC.KeepAlive(x);
        GC.KeepAlive(cos);
        GC.KeepAlive(sin);
    }

    /// <inheritdoc/>
    public void Gate(Tensor gate, Tensor up, Activation activation, Tensor output)
    {
        OpShapes.Gate(gate, up, output);
        vectorKernels.Gate(gate, up, activation, output);
        GC.KeepAlive(gate);
        GC.KeepAlive(up);
        GC.KeepAlive(output);
    }

    /// <inheritdoc/>
    public void Add(Tensor x, Tensor y)
    {
        OpShapes.RequireSame(nameof(Add), nameof(x), x, nameof(y), y);
        vectorKernels.Add(x, y);
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    /// <inheritdoc/>
    public void AppendKeysValues(Tensor keys, Tensor values, RaggedBatch batch, KvLayout layout, int layer)
    {
        AttentionShape.Append(keys, values, batch, layout, layer);
        vectorKernels.AppendKeysValues(keys, values, batch, layout, layer);
        GC.KeepAlive(keys);
        GC.KeepAlive(values);
        GC.KeepAlive(batch);
    }

    /// <inheritdoc/>
    public void Attention(Tensor queries, RaggedBatch batch, KvLayout layout, int layer, float scale, Tensor output)
    {
        var shape = AttentionShape.Of(queries, batch, layout, layer, output);
        vectorKernels.Attention(queries, batch, shape, layout, layer, scale, output);
        GC.KeepAlive(queries);
        GC.KeepAlive(batch);
        GC.KeepAlive(output);
    }

    /// <inheritdoc/>
    public void AttentionProbabilities(
        Tensor queries, RaggedBatch batch, int sequence, KvLayout layout, int layer, float scale, Tensor output)
    {
        var shape = AttentionShape.Of(queries, batch, sequence, layout, layer, output);
        vectorKernels.AttentionProbabilities(queries, batch, sequence, shape, layout, layer, scale, output);
        GC.KeepAlive(queries);
        GC.KeepAlive(batch);
        GC.KeepAlive(output);
    }

    /// <inheritdoc/>
    public void Convolution(Tensor input, ConvolutionWeight weight, Tensor output) =>
        CpuConvolution.Apply(kernels, pool, input, weight, output);

    /// <inheritdoc/>
    public void GroupNorm(Tensor input, Tensor weight, Tensor bias, int groups, float epsilon, bool swish, Tensor output)
    {
        OpShapes.GroupNorm(input, weight, bias, groups, output);
        vectorKernels.GroupNorm(input, weight, bias, groups, epsilon, swish, output);
        GC.KeepAlive(input);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        GC.KeepAlive(output);
    }

    /// <inheritdoc/>
    public void UpsampleNearest(Tensor input, Tensor output)
    {
        OpShapes.UpsampleNearest(input, output);
        vectorKernels.UpsampleNearest(input, output);
        GC.KeepAlive(input);
        GC.KeepAlive(output);
    }

    /// <inheritdoc/>
    public void SpatialAttention(Tensor queries, Tensor keys, Tensor values, Tensor output)
    {
        OpShapes.SpatialAttention(queries, keys, values, output);
        vectorKernels.SpatialAttention(queries, keys, values, output);
        GC.KeepAlive(queries);
        GC.KeepAlive(keys);
        GC.KeepAlive(values);
        GC.KeepAlive(output);
    }

    /// <inheritdoc/>
    public void NearestCodes(Tensor latents, Tensor codebook, Span<int> codes) =>
        CpuNearestCodes.Find(this, kernels, pool, latents, codebook, codes);

    /// <inheritdoc/>
    public void Dispose()
    {
        pool.Dispose();
        workspace.Dispose();
        amx?.Dispose();
    }
}
