using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Cache;
using Chameleon.Engine.Generation.Modality;
using Chameleon.Engine.Generation.Processors;
using Chameleon.Engine.Generation.Prompting;
using Chameleon.Engine.Generation.Scheduling;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Generation.Fakes;

/// <summary>A scheduler over the fake model that a test steps by hand.</summary>
internal sealed class SchedulerHarness : IDisposable
{
    public SchedulerHarness(FakeModel model, int blocks = 1000, SchedulerLimits? limits = null, TimeProvider? time = null)
    {
        Model = model;
        limits ??= new SchedulerLimits { Context = model.Fake.MaxPositions };
        Pool = new KvBlockPool(() => model.Device.Allocate(DType.F32, 1), blocks);
        var workspace = new LogitsWorkspace(FakeVocabulary.Size);
        var masks = new TokenMasks(model);
        var format = new PromptFormat(model);
        Scheduler = new Scheduler(model, Pool, format, masks, workspace, limits, time ?? TimeProvider.System);
        Factory = new RequestFactory(model, format, masks, workspace, limits, blocks, time ?? TimeProvider.System);
    }

    public FakeModel Model { get; }

    public KvBlockPool Pool { get; }

    public Scheduler Scheduler { get; }

    public RequestFactory Factory { get; }

    /// <summary>Blocks that running sequences hold, cached ones aside.</summary>
    public int HeldBlocks => Pool.InUse - Scheduler.CachedBlocks;

    public FakeRequest Submit(string text, GenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Submit([new PromptPart.Text(text)], options, cancellationToken);

    public FakeRequest Submit(PromptPart[] prompt, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = Factory.Create(prompt, options ?? new GenerationOptions(), () => { }, () => { }, cancellationToken, CancellationToken.None);
        Scheduler.Submit(request);
        return new FakeRequest(request);
    }

    /// <summary>Steps until nothing goes on.</summary>
    public void Run(int mostSteps = 100_000)
    {
        while (Scheduler.Step())
        {
            Assert.True(mostSteps-- > 0, "The scheduler does not come to an end.");
        }
    }

    /// <summary>Steps until all requests are over, reading all of them on the way.</summary>
    public void Finish(params FakeRequest[] requests)
    {
        var steps = 0;
        while (Scheduler.HasWork)
        {
            Scheduler.Step();
            foreach (var request in requests)
            {
                request.Read();
            }

            Assert.True(steps++ < 100_000, "The scheduler does not come to an end.");
        }

        foreach (var request in requests)
        {
            request.Read();
        }
    }

    public void Dispose()
    {
        Scheduler.Dispose();
        Model.Dispose();
    }
}
