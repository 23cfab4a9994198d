# The emulator of the ECI API with its console. The context holds the program by platform, linux/amd64/eci-emulator: a release makes
# it so, and make image.
FROM gcr.io/distroless/static-debian12:nonroot
ARG TARGETPLATFORM
COPY $TARGETPLATFORM/eci-emulator /eci-emulator
EXPOSE 18080
# What docker run adds are more flags.
ENTRYPOINT ["/eci-emulator", "-listen", ":18080"]
