# Each target only wraps Maven or a script.
.DEFAULT_GOAL := help
.PHONY: help verify test test-faults test-versitygw demo bench-trainer smoke-gpu parity bench-data bench-memory bench-operator fmt generate images release-notes binaries

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

verify: ## Compile, lint and run every test that needs only a JDK
	mvn --batch-mode verify

test: ## Run every test, on a real cluster and a real S3 server (installs what is missing)
	@echo "make test: unit and contract tests, then the quickstart and its failures on a real Kubernetes."
	@echo "Needs a JDK 17, Maven and a Docker engine; as root on Debian or Ubuntu the engine is installed and started."
	SPINRUN_FAULTS=1 e2e/with-docker.sh e2e/test.sh

test-faults: ## Stop, delay and rob the operator at every step of a run, on a real API server and a real S3 server
	mvn --batch-mode --quiet --no-transfer-progress install -DskipTests --projects '!e2e'
	SPINRUN_FAULTS=1 e2e/with-docker.sh e2e/faults.sh

test-versitygw: ## Run the store contract against versitygw, a second S3 implementation
	mvn --batch-mode test --projects run-store -Dtest.excluded=docker -Dtest.groups=versitygw \
	  -DtestArgLine=-Dversitygw=$$(e2e/without-registry/build.sh versitygw)

demo: ## Run the quickstart from nothing to its table of scores (installs what is missing)
	@echo "make demo: builds operator and trainer, starts a Kubernetes in a container (or takes the one of KUBECONFIG), and runs"
	@echo "three iterations of self-play on a tiny model: about 10 minutes, 30 on a machine that has nothing yet."
	e2e/with-docker.sh e2e/demo.sh

bench-trainer: ## Measure the trainer beside PyTorch and diffusers into docs/benchmarks.md (needs 20 GB of memory)
	trainer-image/bench.sh

smoke-gpu: ## Load the GPU image's libraries in the trainer and check it, on the CPU (downloads 2.5 GB)
	trainer-image/smoke-gpu.sh

parity: ## Compare the trainer's networks with diffusers at full size: numbers, devices and dtypes (needs 16 GB of memory)
	trainer-image/parity.sh

bench-data: ## Measure memory and data wait of the trainer with up to 1,000,000 examples, and of its checkpoints
	trainer-image/bench-data.sh

bench-memory: ## Measure the peak memory of trainings beside what spin-trainer cost says of it (needs 7 GB of memory)
	trainer-image/bench-memory.sh

bench-operator: ## Measure the operator under 100, 1,000 and 5,000 SpinRuns into docs/benchmarks.md (needs Go)
	e2e/bench.sh

fmt: ## Format the Java sources
	mvn --batch-mode --quiet spotless:apply

generate: ## Rewrite the generated files: CRD, API reference, install.yaml, state diagram
	mvn --batch-mode --quiet test --projects contract,crds,run-store,operator -Dtest='CrdTest,ChartTest,ArgoCdHealthTest,StateMatrixTest' \
	  -Dsurefire.failIfNoSpecifiedTests=false -Dupdate.crds=true -Dupdate.charts=true -Dupdate.docs=true

images: ## Build the images of operator and trainer with the local Docker engine
	mvn --batch-mode --quiet package -DskipTests
	e2e/with-docker.sh e2e/build-images.sh

release-notes: ## Print the section of the changelog for VERSION, or the newest one
	@scripts/release-notes.sh $(VERSION)

binaries: ## Build and cache the programs that stand in for images where no container registry answers
	e2e/without-registry/build.sh kubernetes minio versitygw
