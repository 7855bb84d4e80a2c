using Chameleon.Engine.Checkpoints.Packed;
using Chameleon.Engine.Models;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Writing;

namespace Chameleon.Engine.Tests.Checkpoints.Packed;

public sealed class PackedWeightsTests
{
    public static TheoryData<string, string?, string> Forms
    {
        get
        {
            var forms = new TheoryData<string, string?, string>();
            foreach (var device in (string[])["cpu", "cpu-int8"])
            {
                foreach (var model in (string[])["plain", "bnb-nf4", "bnb-fp4", "bnb-int8", "quanto-int8"])
                {
                    forms.Add(model, null, device);
                }

                foreach (var target in QuantizationTarget.All)
                {
                    forms.Add("plain", target.Name, device);
                }
            }

            forms.Add("plain", "nf4-nested", "cpu-int16");
            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_second_start_maps_what_the_first_one_wrote_and_gives_the_same_bits(string name, string? quantize, string device)
    {
        using var model = new KeptModel(name);
        var plain = model.Start(quantize, device, keep: false);
        Assert.Null(plain.Cache);
        Assert.Equal(0, plain.MappedBytes);

        var first = model.Start(quantize, device);
        Assert.Equal(new WeightCacheReport(WeightCacheState.Written, model.OnlyFile, new FileInfo(model.OnlyFile).Length, null), first.Cache);
        Assert.Equal(0, first.MappedBytes);
        first.AssertIs(plain);

        var second = model.Start(quantize, device);
        Assert.Equal(first.Cache! with { State = WeightCacheState.Mapped }, second.Cache);
        Assert.InRange(second.MappedBytes, second.WeightBytes / 2, second.Cache!.Bytes);
        second.AssertIs(plain);
    }

    [Fact]
    public void The_second_start_does_not_read_the_matrices_of_the_checkpoint()
    {
        using var model = new KeptModel();
        var first = model.Start("nf4-nested");
        model.Change();
        KeptModel.Age(model.Weights);
        Assert.NotEqual(first.Logits, model.Start("nf4-nested", keep: false).Logits);
        model.Start("nf4-nested").AssertIs(first);
    }

    [Fact]
    public void Weights_that_were_only_touched_are_still_the_same()
    {
        using var model = new KeptModel();
        var first = model.Start("nf4");
        File.SetLastWriteTimeUtc(model.Weights, DateTime.UtcNow - TimeSpan.FromDays(1));
        var second = model.Start("nf4");
        Assert.Equal((WeightCacheState.Mapped, null), (second.Cache!.State, second.Cache.Problem));
        second.AssertIs(first);
    }

    [Fact]
    public void Weights_that_changed_take_the_place_of_all_that_was_kept_of_them()
    {
        using var model = new KeptModel();
        model.Start("int8");
        var before = model.Start("nf4");
        model.Change();
        var after = model.Start("nf4");
        Assert.Equal(WeightCacheState.Written, after.Cache!.State);
        Assert.Contains("other weights", after.Cache.Problem);
        Assert.NotEqual(before.Logits, after.Logits);
        after.AssertIs(model.Start("nf4", keep: false));
        Assert.Equal(WeightCacheState.Mapped, model.Start("nf4").Cache!.State);
        Assert.StartsWith("nf4.", Path.GetFileName(model.OnlyFile));
    }

    [Fact]
    public void A_config_that_changed_counts_as_other_weights()
    {
        using var model = new KeptModel();
        model.Start();
        File.AppendAllText(Path.Combine(model.Folder, "config.json"), "\n");
        Assert.Equal(WeightCacheState.Written, model.Start().Cache!.State);
    }

    [Fact]
    public void Each_way_to_pack_has_its_own_file()
    {
        using var model = new KeptModel();
        model.Start("nf4");
        model.Start("nf4", head: true);
        model.Start("nf4", "cpu-int8");
        model.Start("nf4-nested");
        model.Start(new ModelLoadOptions { Cache = new WeightCacheOptions(), Quantize = new WeightQuantization { Target = QuantizationTarget.Parse("nf4"), BlockSize = 128 } });
        model.Start();
        Assert.Equal(6, Directory.GetFiles(model.Kept, $"*{PackedFolder.Extension}").Length);
        Assert.Equal(WeightCacheState.Mapped, model.Start("nf4", "cpu-int8").Cache!.State);
    }

    [Fact]
    public void Whole_numbers_of_either_size_share_a_file()
    {
        using var model = new KeptModel();
        model.Start("nf4", "cpu-int8");
        var shared = model.Start("nf4", "cpu-int16");
        Assert.Equal(WeightCacheState.Mapped, shared.Cache!.State);
        shared.AssertIs(model.Start("nf4", "cpu-int16", keep: false));
    }

    [Fact]
    public void They_may_lie_in_a_folder_for_several_models()
    {
        using var model = new KeptModel();
        var cache = new WeightCacheOptions { Folder = model.Elsewhere("kept") };
        model.Start(cache: cache);
        var second = model.Start(cache: cache);
        Assert.Equal(WeightCacheState.Mapped, second.Cache!.State);
        Assert.StartsWith(cache.Folder, second.Cache.File);
        Assert.Contains("model-", second.Cache.File);
        Assert.False(Directory.Exists(model.Kept));
    }

    [Fact]
    public void A_model_whose_files_are_links_is_known_by_what_they_lead_to()
    {
        using var model = new KeptModel();
        var blob = model.Elsewhere("blob");
        File.Move(model.Weights, blob);
        File.CreateSymbolicLink(model.Weights, blob);
        var first = model.Start("nf4");
        Assert.Equal(WeightCacheState.Mapped, model.Start("nf4").Cache!.State);
        model.Change(blob);
        Assert.Equal(WeightCacheState.Written, model.Start("nf4").Cache!.State);
        Assert.NotNull(first.Cache);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_in_a_sentence_and_the_model_loads()
    {
        using var model = new KeptModel();
        File.WriteAllText(model.Kept, "a file");
        var started = model.Start("nf4");
        Assert.Equal((WeightCacheState.NotKept, 0), (started.Cache!.State, started.Cache.Bytes));
        Assert.Contains($"not kept in {model.Kept}", started.Cache.Problem);
        Assert.Contains("another folder", started.Cache.Problem);
        started.AssertIs(model.Start("nf4", keep: false));
    }

    [Fact]
    public void A_file_that_goes_while_it_is_written_is_told_in_a_sentence_and_the_model_loads()
    {
        using var model = new KeptModel();
        var options = new ModelLoadOptions { Cache = new WeightCacheOptions() };
        var started = model.Start(options, progress: new Reports(progress =>
        {
            foreach (var file in progress.TensorsDone == 40 ? Directory.GetFiles(model.Kept, $"*{PackedFolder.PartialExtension}") : [])
            {
                File.Delete(file);
            }
        }));
        Assert.Equal(WeightCacheState.NotKept, started.Cache!.State);
        Assert.Contains("not kept", started.Cache.Problem);
        Assert.DoesNotContain(Directory.GetFiles(model.Kept), file => file.EndsWith(PackedFolder.Extension, StringComparison.Ordinal));
        started.AssertIs(model.Start(keep: false));
    }

    [Fact]
    public void A_checkpoint_that_changes_while_it_is_read_is_not_kept()
    {
        using var model = new KeptModel();
        var options = new ModelLoadOptions { Cache = new WeightCacheOptions() };
        var started = model.Start(options, progress: new Reports(progress =>
        {
            if (progress.TensorsDone == 40)
            {
                File.SetLastWriteTimeUtc(model.Weights, DateTime.UtcNow - TimeSpan.FromDays(1));
            }
        }));
        Assert.Equal(WeightCacheState.NotKept, started.Cache!.State);
        Assert.Contains("changed while", started.Cache.Problem);
        Assert.Empty(Directory.GetFiles(model.Kept, "*.p*"));
    }

    [Fact]
    public void Cancelling_leaves_nothing_half_written()
    {
        using var model = new KeptModel();
        using var cancellation = new CancellationTokenSource();
        var options = new ModelLoadOptions { Cache = new WeightCacheOptions() };
        Assert.ThrowsAny<OperationCanceledException>(() => model.Start(
            options, progress: new Reports(progress => (progress.TensorsDone == 40 ? cancellation : null)?.Cancel()), cancellationToken: cancellation.Token));
        Assert.Empty(Directory.GetFiles(model.Kept, "*.p*"));
    }

    [Fact]
    public void What_a_process_left_half_written_goes_and_what_is_being_written_stays()
    {
        using var model = new KeptModel();
        Directory.CreateDirectory(model.Kept);
        var forgotten = Path.Combine(model.Kept, $"nf4.x{PackedFolder.PartialExtension}");
        var written = Path.Combine(model.Kept, $"nf4.y{PackedFolder.PartialExtension}");
        File.WriteAllBytes(forgotten, new byte[1000]);
        using (File.OpenHandle(written, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            model.Start("nf4");
            Assert.False(File.Exists(forgotten));
            Assert.True(File.Exists(written));
        }

        model.Start("nf4");
        Assert.False(File.Exists(written));
    }

    [Fact]
    public async Task Any_number_of_first_starts_at_once_all_succeed_and_leave_one_file()
    {
        using var model = new KeptModel();
        var expected = model.Start("nf4", keep: false);
        using var together = new Barrier(3);
        var starts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return model.Start("nf4");
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        Assert.All(starts, start =>
        {
            start.AssertIs(expected);
            Assert.Null(start.Cache!.Problem);
        });
        Assert.Equal([Path.GetFileName(model.OnlyFile), "source.txt"], Directory.GetFiles(model.Kept).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(WeightCacheState.Mapped, model.Start("nf4").Cache!.State);
    }

    [Fact]
    public void A_device_that_packs_nothing_refuses_before_anything_is_read()
    {
        var options = new EngineOptions { Device = EngineDevice.Reference, Cache = new WeightCacheOptions() };
        Assert.Contains("keeps no packed weights", Assert.Throws<ArgumentOutOfRangeException>(options.Validate).Message);
    }

    private sealed class Reports(Action<LoadProgress> report) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => report(value);
    }
}
